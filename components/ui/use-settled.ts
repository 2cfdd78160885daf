"use client";
import { useEffect, useState } from "react";

/** The value as it was when it last stood still for this long. */
export function useSettled<T>(value: T, pauseInMilliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseInMilliseconds);
    return () => clearTimeout(timer);
  }, [value, pauseInMilliseconds]);
  return settled;
}

/** Whether something has been under way for longer than this. */
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
