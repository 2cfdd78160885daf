import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
const asText = (bytes: Buffer) => bytes.toString("base64url");
const flags = { present: 0x01, verified: 0x04, attested: 0x40 };

interface How {
  origin?: string;
  rpId?: string;
  isVerified?: boolean;
  counter?: number;
}

/** What an authenticator and a browser do with the options of the panel, with a key in memory (Web Authentication, section 6). */
export function softwarePasskey(site: { origin: string; rpId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  let used = 0;
  let userHandle = "";

  function data(how: How, more: number): Buffer {
    const { rpId = site.rpId, isVerified = true, counter = used } = how;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const held = flags.present | (isVerified ? flags.verified : 0) | more;
    return Buffer.concat([sha256(rpId), Buffer.from([held]), count]);
  }
  const client = (type: string, challenge: string, { origin = site.origin }: How) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const common = {
    id: asText(id),
    rawId: asText(id),
    type: "public-key",
    clientExtensionResults: {},
  } as const;

  return {
    id: asText(id),
    create({ challenge, user }: { challenge: string; user: { id: string } }, how: How = {}) {
      userHandle = user.id;
      // COSE_Key of EC2 with P-256 (RFC 9053, section 7.1), and the attestation object `none`, in CBOR.
      const key = Buffer.concat([
        ...[Buffer.from("a5010203262001215820", "hex"), Buffer.from(x, "base64url")],
        ...[Buffer.from("225820", "hex"), Buffer.from(y, "base64url")],
      ]);
      const length = Buffer.from([0, id.length]);
      const authData = Buffer.concat([data(how, flags.attested), Buffer.alloc(16), length, id, key]);
      const attestationObject = Buffer.concat([
        ...[Buffer.from("a363", "hex"), Buffer.from("fmt"), Buffer.from("64", "hex"), Buffer.from("none")],
        ...[Buffer.from("67", "hex"), Buffer.from("attStmt"), Buffer.from("a068", "hex")],
        ...[Buffer.from("authData"), Buffer.from([0x58, authData.length]), authData],
      ]);
      const clientDataJSON = asText(client("webauthn.create", challenge, how));
      const response = { clientDataJSON, attestationObject: asText(attestationObject), transports: ["usb"] };
      return { ...common, response } as RegistrationResponseJSON;
    },
    get({ challenge }: { challenge: string }, how: How = {}) {
      used += 1;
      const authenticatorData = data(how, 0);
      const clientData = client("webauthn.get", challenge, how);
      const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(clientData)]), privateKey);
      const response = {
        clientDataJSON: asText(clientData),
        authenticatorData: asText(authenticatorData),
        signature: asText(signature),
        userHandle,
      };
      return { ...common, response } as AuthenticationResponseJSON;
    },
  };
}
