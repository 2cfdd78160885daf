"use client";
import { useEffect, useState } from "react";

/** The value once it has not changed for a while; an empty text counts at once. */
export function useSettled(value: string, pauseInMilliseconds: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === "" ? 0 : pauseInMilliseconds);
    return () => clearTimeout(timer);
  }, [value, pauseInMilliseconds]);
  return settled;
}
