/**
 * What this thread has computed so far, in milliseconds of processor time: bounds on it hold on a busy machine too,
 * where a clock on the wall would measure the others.
 */
export function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
