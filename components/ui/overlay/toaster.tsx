"use client";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { onFirstToast } from "./toast";

const ToasterView = dynamic(() => import("./toaster-view").then((module) => module.ToasterView), {
  ssr: false,
});

/** Where `showToast` shows its messages; once, in the layout. Costs nothing until the first toast. */
export function Toaster() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => onFirstToast(() => setWanted(true)), []);
  return wanted ? <ToasterView /> : null;
}
