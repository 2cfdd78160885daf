import { texts } from "./texts";
/** Where a Service Entry's hosts are. Source: Istio, Service Entry reference, `Location`. */
export const locationOptions = [
  { value: "MESH_EXTERNAL", label: texts.outside },
  { value: "MESH_INTERNAL", label: texts.inside },
];

/** How the proxy finds their addresses. Source: Istio, Service Entry reference, `Resolution`. */
export const resolutionOptions = [
  { value: "DNS", label: texts.dns },
  { value: "DNS_ROUND_ROBIN", label: texts.dnsRoundRobin },
  { value: "STATIC", label: texts.static },
  { value: "NONE", label: texts.noResolution },
];

/** `Outside the mesh` for a location, `None` for an unset resolution. */
export function inWords(options: readonly { value: string; label: string }[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}
