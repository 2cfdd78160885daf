import { AcmeProblem } from "./problem";

/** `mailto:` with one plain address; RFC 8555 §7.3 forbids header fields and several addresses. */
const mailto = /^mailto:[^\s@,?]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** The contacts of an account. @throws unsupportedContact, invalidContact or malformed. */
export function readContacts(value: unknown): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new AcmeProblem("malformed", "contact is not an array.");
  return value.map((contact: unknown) => {
    if (typeof contact !== "string") throw new AcmeProblem("invalidContact", "A contact is not a string.");
    if (!/^mailto:/i.test(contact)) {
      throw new AcmeProblem("unsupportedContact", `The contact ${contact} is not a mailto: address.`);
    }
    if (!mailto.test(contact)) {
      throw new AcmeProblem("invalidContact", `The contact ${contact} is not one e-mail address.`);
    }
    return contact;
  });
}
