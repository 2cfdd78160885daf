import type { Database } from "./database";

export interface Settings {
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown, at: Date): Promise<void>;
  remove(name: string): Promise<void>;
}

/** Plain JSON by name; never a secret. `read` gives undefined for what is not set. */
export function settingsOf(database: Database): Settings {
  const { setting } = database.prisma;
  return {
    async read(name) {
      return (await setting.findUnique({ where: { name } }))?.value;
    },
    async write(name, value, at) {
      // Prisma's Json input wants a type of its own; `null` inside an object is fine, undefined is dropped.
      const json = JSON.parse(JSON.stringify({ value })).value as object;
      await setting.upsert({
        where: { name },
        create: { name, value: json, updatedAt: at },
        update: { value: json, updatedAt: at },
      });
    },
    async remove(name) {
      await setting.deleteMany({ where: { name } });
    },
  };
}
