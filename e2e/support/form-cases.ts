import type { Locator } from "@playwright/test";

type Fill = (form: Locator) => Locator;

/** How to test one form: its input, a mistake, and an edit that conflicts with another user's. */
export interface FormCase {
  /** As pages call it. */
  title: string;
  /** The last segment of the list's path. */
  segment: string;
  /** The path of the objects in the REST API, if different. */
  apiSegment?: string;
  create: string;
  name: string;
  /** Fills in a new form except for `field`. */
  fill(form: Locator): Promise<void>;
  /** A text field, and the error for its first value. */
  field: Fill;
  wrong: { text: string; message: RegExp };
  /** The correct value; the values of an edit, and of a later edit by somebody else. */
  right: string;
  mine: string;
  theirs: string;
  /** The form in the REST API's format, with this value in the field. */
  body(text: string): object;
  apiVersion: string;
  kind: string;
  /** The object's spec as another writer patches it, with this value in the field; a Service has its own test. */
  patch?(text: string): object;
}

const textbox =
  (name: string): Fill =>
  (form) =>
    form.getByRole("textbox", { name, exact: true });
const combobox =
  (name: string): Fill =>
  (form) =>
    form.getByRole("combobox", { name, exact: true });
const press = (form: Locator, name: string) => form.getByRole("button", { name, exact: true }).click();

const service: FormCase = {
  title: "Service",
  segment: "services",
  create: "Create service",
  name: "orders",
  async fill(form) {
    await textbox("Name")(form).first().fill("orders");
    await press(form, "Add selector");
    await combobox("Key of selector 1")(form).fill("app");
    await textbox("Value of selector 1")(form).fill("shop");
    await combobox("Target port")(form).fill("9191");
  },
  field: textbox("Port"),
  wrong: { text: "70000", message: /^A port is a whole number from 1 to 65535/ },
  right: "9001",
  mine: "9002",
  theirs: "9003",
  body: (port) => ({
    name: "orders",
    selector: { app: "shop" },
    ports: [{ port: Number(port), targetPort: 9191, protocol: "TCP", name: "http" }],
  }),
  apiVersion: "v1",
  kind: "Service",
};

const destinationRule: FormCase = {
  title: "Destination rule",
  segment: "destination-rules",
  create: "Create destination rule",
  name: "orders",
  async fill(form) {
    await textbox("Name")(form).first().fill("orders");
    await combobox("Service")(form).fill("shop.other");
    await press(form, "Add subset");
    await textbox("Value of label of subset 1 1")(form).fill("v1");
  },
  field: (form) => form.getByRole("listitem", { name: "Subset 1" }).getByRole("textbox", { name: "Name" }),
  wrong: { text: "V1", message: /^Use lowercase letters\./ },
  right: "one",
  mine: "mine",
  theirs: "theirs",
  body: (subset) => ({
    name: "orders",
    service: "shop.other",
    subsets: [{ name: subset, labels: { version: "v1" } }],
  }),
  apiVersion: "networking.istio.io/v1",
  kind: "DestinationRule",
  patch: (subset) => ({ subsets: [{ name: subset, labels: { version: "v1" } }] }),
};

const gateway: FormCase = {
  title: "Gateway",
  segment: "gateways",
  create: "Create gateway",
  name: "orders",
  async fill(form) {
    await textbox("Name")(form).fill("orders");
  },
  field: combobox("Host 1"),
  wrong: {
    text: "a*.orders.test",
    message: /^“\*” can only stand alone or be the whole first label, as in \*\.example\.com/,
  },
  right: "*.orders.test",
  mine: "mine.orders.test",
  theirs: "theirs.orders.test",
  body: (host) => ({ name: "orders", servers: [{ hosts: [host], port: 80, protocol: "HTTP" }] }),
  apiVersion: "networking.istio.io/v1",
  kind: "Gateway",
  patch: (host) => ({
    servers: [{ hosts: [host], port: { number: 80, name: "http-80", protocol: "HTTP" } }],
  }),
};

const virtualService: FormCase = {
  title: "Virtual service",
  segment: "virtual-services",
  create: "Create virtual service",
  name: "orders",
  async fill(form) {
    await textbox("Name")(form).fill("orders");
    await combobox("Host 1")(form).fill("orders.test");
    await combobox("Destination")(form).fill("shop");
    await combobox("Port")(form).fill("9191");
  },
  field: textbox("Timeout"),
  wrong: { text: "soon", message: /^Enter a duration such as 3s, 500ms or 1m30s/ },
  right: "3s",
  mine: "5s",
  theirs: "7s",
  body: (timeout) => ({
    name: "orders",
    hosts: ["orders.test"],
    routes: [{ protocol: "http", timeout, weights: [{ destination: "shop", port: 9191, weight: 100 }] }],
  }),
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  patch: (timeout) => ({
    http: [{ timeout, route: [{ destination: { host: "shop", port: { number: 9191 } }, weight: 100 }] }],
  }),
};

const serviceEntry: FormCase = {
  title: "Service entry",
  segment: "service-entries",
  create: "Create service entry",
  name: "orders",
  async fill(form) {
    await textbox("Name")(form).fill("orders");
    await textbox("Port")(form).fill("443");
    await form.getByRole("combobox", { name: "Protocol" }).selectOption("HTTPS");
  },
  field: combobox("Host 1"),
  wrong: { text: "*", message: /^Name a service\. “\*” alone is not one/ },
  right: "api.orders.test",
  mine: "mine.orders.test",
  theirs: "theirs.orders.test",
  body: (host) => ({
    name: "orders",
    hosts: [host],
    ports: [{ port: 443, protocol: "HTTPS" }],
    location: "MESH_EXTERNAL",
    resolution: "DNS",
  }),
  apiVersion: "networking.istio.io/v1",
  kind: "ServiceEntry",
  patch: (host) => ({ hosts: [host] }),
};

const version: FormCase = {
  title: "Deployment",
  segment: "applications",
  apiSegment: "deployments",
  create: "Create version",
  name: "orders-v1",
  async fill(form) {
    await textbox("Application")(form).fill("orders");
    await textbox("Version")(form).fill("v1");
  },
  field: textbox("Image"),
  wrong: { text: "orders 1", message: /^This is not a valid image name/ },
  right: "acme/orders:1",
  mine: "acme/orders:mine",
  theirs: "acme/orders:theirs",
  body: (image) => ({ name: "orders-v1", app: "orders", version: "v1", image, replicas: 1 }),
  apiVersion: "apps/v1",
  kind: "Deployment",
  patch: (image) => ({ template: { spec: { containers: [{ name: "orders", image }] } } }),
};

export const formCases = [service, destinationRule, gateway, virtualService, serviceEntry, version];
