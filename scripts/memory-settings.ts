/**
 * Memory settings of the panel; docs/performance.md says what each one saves.
 * `--liftoff-only`: the embedded database is WebAssembly with functions so large that the optimizing compiler takes
 * 600 MB for them; the baseline compiler's code runs our short statements as fast.
 * `--max-semi-space-size`, in MB: short-lived objects are collected sooner, and the heap grows later.
 * `--heap-growing-percent`: collects garbage once the heap is half as large again as after the last collection; by
 * default, V8 lets a busy heap grow to several times that.
 */
export const memoryFlags = ["--liftoff-only", "--max-semi-space-size=4", "--heap-growing-percent=50"];

/**
 * For glibc: returns freed memory to the system. By default it keeps large blocks once some were freed, and an
 * arena per thread.
 */
const memoryEnvironment = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  MALLOC_TRIM_THRESHOLD_: "131072",
};

/**
 * Restarts this process's program in place with these settings, which take effect only at process start. Does
 * nothing when they are set, or where a system (Windows) or an older Node can't replace a process.
 */
export function restartWithMemorySettings(): void {
  const isSet = memoryFlags.every((flag) => process.execArgv.includes(flag));
  if (isSet || process.platform === "win32" || !process.execve) return;
  const words = [...memoryFlags, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, [process.execPath, ...words], { ...process.env, ...memoryEnvironment });
}
