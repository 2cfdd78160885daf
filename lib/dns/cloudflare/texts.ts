import { catalogue } from "@/lib/text/catalogue";

/** What Lamia says about Cloudflare. */
export const texts = catalogue({
  token: "Cloudflare API token",
  tokenHelp:
    "An API token (not the global API key). In the Cloudflare dashboard, create one under My Profile, API Tokens.",
  tokenMistake: "A token has 40 or more letters, digits, hyphens, and underscores, without spaces.",
  account: "Cloudflare account ID",
  accountHelp:
    "The account in which Lamia creates zones that don’t exist yet. Needed only if the token reaches several accounts, or none of its zones exist yet.",
  accountMistake: "An account ID has 32 digits and letters from a to f.",
  proxied: "Proxied records",
  proxiedHelp:
    "With true, traffic passes through Cloudflare’s proxies. Without it, the records lead straight to your load balancer.",
  proxiedMistake: "Choose true or false.",
  permissions:
    "The token needs Zone – Zone – Read and Zone – DNS – Edit for the zones that Lamia uses. To have Lamia create zones, it also needs Zone – Zone – Edit for all zones of the account.",

  refusesToken: "Cloudflare refused the API token, or the token doesn’t have the permission.",
  replaceToken:
    "Check in the Cloudflare dashboard that the token is active and has these permissions: Zone – Zone – Read, Zone – DNS – Edit.",
  zoneElsewhere: "Cloudflare doesn’t create the zone {apex}: it exists in another account.",
  zoneElsewhereRemedy: "Use a token for the account that has {apex}, or remove the zone from that account.",
  notRegistered: "Cloudflare doesn’t create the zone {apex}: no registry knows the domain.",
  notRegisteredRemedy: "Register {apex}, or correct the host.",
});
