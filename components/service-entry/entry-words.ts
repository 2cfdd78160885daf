/** Where a Service Entry's hosts are. Source: Istio, Service Entry reference, `Location`. */
export const locationOptions = [
  { value: "MESH_EXTERNAL", label: "Outside the mesh" },
  { value: "MESH_INTERNAL", label: "Part of the mesh" },
];

/** How the proxy finds their addresses. Source: Istio, Service Entry reference, `Resolution`. */
export const resolutionOptions = [
  { value: "DNS", label: "DNS: all addresses the name has" },
  { value: "DNS_ROUND_ROBIN", label: "DNS round robin: one at a time" },
  { value: "STATIC", label: "Static: the endpoints in the YAML" },
  { value: "NONE", label: "None: the address that was asked for" },
];

/** `Outside the mesh` for a location, `None` for a resolution that is not set. */
export function inWords(options: readonly { value: string; label: string }[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}
