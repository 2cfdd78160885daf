import { z } from "zod";

const message = "A port is a whole number from 1 to 65535";

/** A TCP port, 1–65535. */
export const portNumberSchema = z.number({ error: message }).int(message).min(1, message).max(65535, message);
