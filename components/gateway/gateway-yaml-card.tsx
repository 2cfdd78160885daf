"use client";
import { Code } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { deferred } from "@/components/ui/deferred";
import { SkeletonText } from "@/components/ui/skeleton";
import type { GatewayDetails } from "@/lib/api/gateway";
import { texts } from "./form/texts";

const ObjectYaml = deferred(
  () => import("@/components/yaml/object-yaml").then((module) => module.ObjectYaml),
  () => <SkeletonText lines={8} label={texts.loadingYaml} />,
);

/** As the hash of a URL, it opens the card. */
const yamlId = "yaml";

/** The gateway's current YAML, loaded on demand. */
export function GatewayYamlCard({ gateway }: { gateway: GatewayDetails }) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (location.hash !== `#${yamlId}`) return;
    setOpen(true);
    place.current?.scrollIntoView();
  }, []);
  return (
    <div ref={place} id={yamlId} className="scroll-mt-16">
      <Card
        title={texts.yaml}
        description={texts.yamlHelp}
        actions={
          <Button
            size="sm"
            icon={<Code aria-hidden />}
            aria-expanded={open}
            onClick={() => setOpen((before) => !before)}
          >
            {open ? texts.hideYaml : texts.showYaml}
          </Button>
        }
      >
        {open ? (
          <ObjectYaml object={gateway.object as object} name={gateway.name} title="gateway" />
        ) : undefined}
      </Card>
    </div>
  );
}
