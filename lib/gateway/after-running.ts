/** Into how many parts a wait is divided. */
const parts = 5;

/**
 * Calls back after a wait in which this process was able to read answers, in milliseconds. While it stands still,
 * because the machine starves it or a container's CPU limit throttles it, timers expire and answers lie unread: a
 * single timer would then report a silent server. Such a pause counts as one part of the wait. Returns the function
 * that cancels it.
 */
export function afterRunning(milliseconds: number, callback: () => void): () => void {
  let left = parts;
  let timer = setTimeout(next, milliseconds / parts);
  return () => clearTimeout(timer);

  function next() {
    left -= 1;
    if (left === 0) callback();
    else timer = setTimeout(next, milliseconds / parts);
  }
}
