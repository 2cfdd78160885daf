export interface Product {
  id: string;
  name: string;
  category: "Home" | "Desk" | "Outdoors";
  /** In euro cents. */
  price: number;
  /** Stars from 1 to 5; shown by version 2.0. */
  rating: number;
  text: string;
  /** The outline of its picture in a box of 96 by 96. */
  outline: string;
  /** The hue of its picture, in degrees. */
  hue: number;
}

export const products: readonly Product[] = [
  {
    id: "lantern",
    name: "Harbour lantern",
    category: "Outdoors",
    price: 5900,
    rating: 4.7,
    text: "Warm light for late evenings on the pier.",
    outline: "M36 22h24M48 12v10M34 30h28l4 40H30zM30 70h36v10H30zM48 40c6 8 6 14 0 20c-6-6-6-12 0-20",
    hue: 38,
  },
  {
    id: "mug",
    name: "Midnight mug",
    category: "Home",
    price: 1850,
    rating: 4.9,
    text: "Stoneware, 350 ml, keeps a release night going.",
    outline:
      "M24 34h40v32a10 10 0 0 1-10 10H34a10 10 0 0 1-10-10zM64 42h8a8 8 0 0 1 0 20h-8M36 16v8M46 14v10M56 16v8",
    hue: 265,
  },
  {
    id: "notebook",
    name: "Ledger notebook",
    category: "Desk",
    price: 1400,
    rating: 4.4,
    text: "192 dotted pages, bound flat, numbered by hand.",
    outline: "M28 16h40v64H28zM36 16v64M46 32h14M46 42h14M22 28h10M22 44h10M22 60h10",
    hue: 205,
  },
  {
    id: "backpack",
    name: "Commuter backpack",
    category: "Outdoors",
    price: 11900,
    rating: 4.6,
    text: "22 litres, waxed canvas, a pocket for every cable.",
    outline: "M30 36a18 18 0 0 1 36 0v42H30zM40 18a8 8 0 0 1 16 0M38 52h20v16H38zM30 44h36",
    hue: 150,
  },
  {
    id: "lamp",
    name: "Arc desk lamp",
    category: "Desk",
    price: 8900,
    rating: 4.5,
    text: "Follows the curve of the day from cool to warm.",
    outline: "M26 80h28M40 80V44l22-22M54 14l22 22l-12 4l-14-14zM62 44l4 8M72 40l8 4",
    hue: 18,
  },
  {
    id: "plant",
    name: "Patient fern",
    category: "Home",
    price: 2400,
    rating: 4.8,
    text: "Forgives a missed watering, like a good canary.",
    outline:
      "M34 60h28l-4 22H38zM48 60V28M48 44c-14 0-18-8-18-16c12 0 18 6 18 16M48 36c0-12 6-18 18-18c0 10-6 18-18 18",
    hue: 120,
  },
];

export function formatPrice(cents: number): string {
  return new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(cents / 100);
}
