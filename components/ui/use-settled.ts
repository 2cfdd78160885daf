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
