import { expect, test } from "vitest";
import { SecretText } from "@/lib/model/secret-text";
import { accountId, chooseCas } from "./ca-choice";
import { acmeKeys } from "./metadata-keys";

const environment = {
  directory: "https://ca.example/directory",
  externalAccount: { kid: "env", hmacKey: new SecretText("env-key"), isOfEnvironment: true as const },
};
const choose = (own: Record<string, string>, installation: Record<string, string> = {}) =>
  chooseCas({ own, installation, environment });

test("without settings, the environment's CA and account issue for an EC P-256 key", () => {
  const { ca, fallback, keyType } = choose({});
  expect(ca).toMatchObject({ ...environment, profile: null, preferredChain: null, isTenants: false });
  expect({ fallback, keyType }).toEqual({ fallback: [], keyType: "ec-p256" });
});

test("a CA is given by its name or a directory URL, and nothing else", () => {
  expect(choose({ acme_ca: "zerossl" }).ca.directory).toBe("https://acme.zerossl.com/v2/DV90");
  const schema = acmeKeys.find(({ key }) => key === "acme_ca")?.schema;
  const isValid = (value: string) => schema?.safeParse(value).success;
  expect(["letsencrypt", "https://ca.test:14000/dir"].map(isValid)).toEqual([true, true]);
  expect(["http://ca.test/dir", "https://u:p@ca.test/dir", "lets encrypt", "zero"].map(isValid)).toEqual(
    Array(4).fill(false),
  );
});

test("the account never comes from other settings than the CA", () => {
  const installation = { acme_ca: "google", acme_eab_kid: "shared", acme_eab_hmac: "c2hhcmVkLWtleQ==" };
  const shared = choose({}, installation).ca;
  expect(shared).toMatchObject({
    directory: "https://dv.acme-v02.api.pki.goog/directory",
    externalAccount: { kid: "shared" },
  });
  expect(shared.externalAccount?.hmacKey.reveal()).toBe("c2hhcmVkLWtleQ");
  expect(choose({ acme_ca: "https://evil.example/dir" }, installation).ca.externalAccount).toBeNull();
  const own = choose({ acme_eab_kid: "mine", acme_eab_hmac: "mine-key-mine-key" }, installation).ca;
  expect(own).toMatchObject({
    directory: "https://dv.acme-v02.api.pki.goog/directory",
    externalAccount: { kid: "mine" },
    isTenants: true,
  });
  expect(own.externalAccount?.hmacKey.reveal()).toBe("mine-key-mine-key");
});

test("profile, chain and key type may differ from the installation's with the same CA", () => {
  const installation = { acme_profile: "classic", acme_preferred_chain: "Root X", acme_key_type: "rsa-2048" };
  const { ca, keyType } = choose({ acme_profile: "shortlived" }, installation);
  expect({ ...ca, keyType }).toMatchObject({
    directory: environment.directory,
    profile: "shortlived",
    preferredChain: "Root X",
    keyType: "rsa-2048",
  });
  // Another CA has different profiles.
  expect(choose({ acme_ca: "letsencrypt" }, installation).ca.profile).toBeNull();
});

test("fallback CAs keep their order, omit the first CA, and use the installation's account at its own CA", () => {
  const list = `letsencrypt, ${environment.directory} ,zerossl`;
  const { fallback } = choose({ acme_ca: "zerossl", acme_fallback_ca: list });
  expect(fallback.map(({ directory, externalAccount }) => [directory, externalAccount?.kid])).toEqual([
    ["https://acme-v02.api.letsencrypt.org/directory", undefined],
    [environment.directory, "env"],
  ]);
});

test("an account is identified by its directory and external account; the key ID alone gives no access", () => {
  const { directory } = environment;
  expect(accountId(directory, null)).toBe(directory);
  expect(accountId(directory, environment.externalAccount)).toBe(directory);
  const ids = ["one", "two"].map((hmacKey) =>
    accountId(directory, { kid: "same", hmacKey: new SecretText(hmacKey) }),
  );
  expect(new Set([...ids, directory]).size).toBe(3);
});

test("a staging CA belongs to the tenant if the virtual cluster named it, whoever named the real CA", () => {
  const staging = "https://staging.test/directory";
  expect(choose({ acme_staging_ca: staging }).staging).toMatchObject({ directory: staging, isTenants: true });
  expect(choose({}, { acme_staging_ca: staging }).staging).toMatchObject({ isTenants: false });
  const known = chooseCas({
    own: { acme_ca: environment.directory },
    installation: {},
    environment: { ...environment, staging },
  });
  expect(known.staging).toMatchObject({ directory: staging, isTenants: false });
});
