/**
 * How the panel is to use memory; docs/performance.md has what each setting is worth.
 * `--liftoff-only`: the embedded database is WebAssembly with functions so large that the optimizing compiler takes
 * 600 MB for them; the baseline compiler's code runs our short statements as fast.
 * `--max-semi-space-size`, in MB: what survives is soon told from what does not, and the heap grows later.
 * `--heap-growing-percent`: garbage is collected once the heap is half as large again as what was left of it; by itself V8
 * lets a busy heap grow to several times that.
 */
export const memoryFlags = ["--liftoff-only", "--max-semi-space-size=4", "--heap-growing-percent=50"];

/**
 * For glibc: what is freed goes back to the system. By itself it keeps large blocks once some were freed, and an arena
 * a thread.
 */
const memoryEnvironment = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  MALLOC_TRIM_THRESHOLD_: "131072",
};

/**
 * Starts the program of this process anew, in its place, with these settings: both are read as a process begins. Does
 * nothing where they are set, and where a system (Windows) or an older Node cannot replace a process.
 */
export function restartWithMemorySettings(): void {
  const isSet = memoryFlags.every((flag) => process.execArgv.includes(flag));
  if (isSet || process.platform === "win32" || !process.execve) return;
  const words = [...memoryFlags, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, [process.execPath, ...words], { ...process.env, ...memoryEnvironment });
}
