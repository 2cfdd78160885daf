import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  targetPort: "A target port is a number from 1 to 65535, or the name of a container’s port.",
  targetPortHelp: "Port of the container, or its name. Without one: the same as the port.",
  protocolUnknown: "Choose one of these protocols: {protocols}.",
  portNameHelp: "Istio reads the application protocol from the first part, as in http-web",
  selectorHelp: "Labels of the pods that serve requests",
  externalNameHelp: "The DNS name that an ExternalName Service points to",
  nameStart: "The name of a Service starts with a letter.",
  externalNameRequired: "Enter the name that this Service points to, such as db.example.com.",
  portRequired: "Add at least one port.",
  portNameRequired: "With several ports, each one needs a name.",
  portTwice: "Port {port} is listed twice. Remove one.",
  portNameTaken: "Another port already has the name “{name}”.",
});
