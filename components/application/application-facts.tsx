import { objectHref } from "@/components/mesh-object/pages/kind-pages";
import { DescriptionList } from "@/components/ui/card";
import { TextLink } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/time/relative-time";
import type { ApplicationView } from "@/lib/api/application";
import { texts } from "./texts";

/** Services, images and ports of an application. */
export function ApplicationFacts({ application }: { application: ApplicationView }) {
  const { virtualCluster, services, images, ports, ready, replicas, createdAt } = application;
  return (
    <DescriptionList
      items={[
        {
          term: texts.services,
          value:
            services.length === 0 ? (
              texts.noService
            ) : (
              <ul className="flex flex-wrap gap-x-3 gap-y-1">
                {services.map((service) => (
                  <li key={service}>
                    <TextLink
                      href={objectHref("Service", virtualCluster, service)}
                      className="font-mono text-xs"
                    >
                      {service}
                    </TextLink>
                  </li>
                ))}
              </ul>
            ),
        },
        { term: texts.replicas, value: texts.readyOf({ ready, replicas }) },
        {
          term: texts.images,
          value: (
            <ul className="grid gap-1 break-all font-mono text-xs">
              {images.map((image) => (
                <li key={image}>{image}</li>
              ))}
            </ul>
          ),
        },
        { term: texts.containerPorts, value: ports.join(", ") },
        { term: texts.created, value: <RelativeTime at={createdAt} /> },
      ]}
    />
  );
}
