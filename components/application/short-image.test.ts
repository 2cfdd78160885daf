import { expect, test } from "vitest";
import { shortImage } from "./short-image";

test.each([
  ["vamp/shop:1.0", "shop:1.0"],
  ["registry.example.com:5000/vamp/cart:1.4.2", "cart:1.4.2"],
  ["nginx", "nginx"],
  ["docker.io/istio/pilot@sha256:9f86d081884c7d659a2feaa0c55ad015", "pilot@9f86d081884c"],
  ["acme/pilot:1.2@sha256:9f86d081884c7d659a2feaa0c55ad015", "pilot:1.2@9f86d081884c"],
  ["not an image/", "not an image/"],
])("%s is shown as %s", (image, shown) => {
  expect(shortImage(image)).toBe(shown);
});
