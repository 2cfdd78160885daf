import { z } from "zod";
import type { PastChange, Registrars } from "@/lib/gateway/registrar/registrar";
import type { Store } from "@/lib/store/open-store";

const changeSchema = z.object({
  registrar: z.string(),
  before: z.array(z.string()),
  after: z.array(z.string()),
  at: z.string(),
}) satisfies z.ZodType<PastChange>;

const nameOf = (domain: string) => `name-servers/${domain}`;

/** Lamia's last change of each domain at a registrar. Without the database, the events of it are gone, too. */
export function pastChangesIn({
  settings,
}: Pick<Store, "settings">): Pick<Registrars, "lastChange" | "remember"> {
  return {
    lastChange: async (domain) => changeSchema.safeParse(await settings.read(nameOf(domain))).data ?? null,
    remember: (domain, change) =>
      change ? settings.write(nameOf(domain), change, new Date(change.at)) : settings.remove(nameOf(domain)),
  };
}
