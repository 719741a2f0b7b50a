/** A style sheet that a panel imports. scripts/playground.mjs bundles all into style.css. */
declare module "*.css";
