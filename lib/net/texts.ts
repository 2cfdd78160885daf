import { catalogue } from "@/lib/text/catalogue";

/** Messages of this room. */
export const texts = catalogue({
  incompleteUrl: "Enter a complete URL that begins with https://.",
  needsHttps: "The URL of {host} must begin with https://.",
  urlHasPassword: "The URL contains a user name or a password. Remove it.",
  notPublic:
    "{host} is not an address on the public internet. If it is meant, whoever runs Lamia can allow it in LAMIA_ALLOWED_TARGETS.",
});
