import type { Metadata } from "next";
import { GatewayListPage } from "@/components/gateway/gateway-list-page";

export const metadata: Metadata = { title: "Gateways" };

export default function GatewaysPage() {
  return <GatewayListPage />;
}
