import fc from "fast-check";

/** Generated inputs that Kubernetes and Istio accept; used by property tests only. */
const lower = "abcdefghijklmnopqrstuvwxyz";
const alphanumeric = `${lower}0123456789`;

/** DNS-1123 labels that begin with a letter. */
export const labels = fc
  .tuple(
    fc.constantFrom(...lower),
    fc.string({ unit: fc.constantFrom(...alphanumeric, "-"), maxLength: 8 }),
    fc.constantFrom(...alphanumeric),
  )
  .map((parts) => parts.join(""));

export const hostNames = fc.array(labels, { minLength: 2, maxLength: 4 }).map((parts) => parts.join("."));

/** Keys and values of labels, metadata and selectors. */
export const records = fc
  .uniqueArray(fc.tuple(labels, labels), { selector: ([key]) => key, maxLength: 3 })
  .map((entries) => Object.fromEntries(entries) as Record<string, string>);

export const filledRecords = records.filter((record) => Object.keys(record).length > 0);

export const metadata = fc
  .uniqueArray(fc.tuple(labels, fc.string()), { selector: ([key]) => key, maxLength: 3 })
  .map((entries) => Object.fromEntries(entries) as Record<string, string>);

export const ports = fc.integer({ min: 1, max: 65_535 });
