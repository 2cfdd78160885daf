import type { Metadata } from "next";
import { IstioPage } from "@/components/istio/istio-page";

export const metadata: Metadata = { title: "Istio" };

export default function IstioRoute() {
  return <IstioPage />;
}
