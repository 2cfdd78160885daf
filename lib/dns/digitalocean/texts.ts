import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about DigitalOcean. */
export const texts = catalogue({
  token: "DigitalOcean token",
  tokenHelp: "A personal access token. In the DigitalOcean control panel, create one under API, Tokens.",
  tokenMistake: "A token begins with dop_v1_ and has 64 digits and letters from a to f after it.",
  permissions:
    "The token needs the custom scopes domain:read, domain:create, domain:update, and domain:delete. Lamia deletes records only, never a domain; DigitalOcean has one scope for both.",
});
