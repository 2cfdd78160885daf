"use client";
import { useState } from "react";
import { AllowedButton } from "@/components/access/allowed";
import { deferred } from "@/components/ui/deferred";
import { texts } from "./texts";

const MigrationDialog = deferred(
  () =>
    import("@/components/metadata/cert-manager/migration-dialog").then((module) => module.MigrationDialog),
  () => null,
);

/** Opens the migration from cert-manager. */
export function MigrationButton({ virtualCluster }: { virtualCluster: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <AllowedButton needs={["admin", virtualCluster]} onClick={() => setIsOpen(true)}>
        {texts.migrate}
      </AllowedButton>
      {isOpen ? <MigrationDialog virtualCluster={virtualCluster} onClose={() => setIsOpen(false)} /> : null}
    </>
  );
}
