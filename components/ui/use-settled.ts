"use client";
import { useEffect, useState } from "react";

/** The value once it has stayed the same for this long. */
export function useSettled<T>(value: T, pauseInMilliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseInMilliseconds);
    return () => clearTimeout(timer);
  }, [value, pauseInMilliseconds]);
  return settled;
}

/** Whether it has been true for longer than this. */
export function useIsSlow(isBusy: boolean, afterInMilliseconds: number): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setTimeout(() => setIsSlow(true), afterInMilliseconds);
    return () => {
      clearTimeout(timer);
      setIsSlow(false);
    };
  }, [isBusy, afterInMilliseconds]);
  return isBusy && isSlow;
}
