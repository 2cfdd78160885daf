"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { deferred } from "@/components/ui/deferred";
import { texts } from "./texts";

const MigrationDialog = deferred(
  () => import("./migration-dialog").then((module) => module.MigrationDialog),
  () => null,
);

/** Opens the migration from cert-manager. */
export function MigrationButton({ virtualCluster }: { virtualCluster: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{texts.open}</Button>
      {isOpen ? <MigrationDialog virtualCluster={virtualCluster} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}
