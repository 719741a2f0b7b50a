/** A style sheet that a panel imports: scripts/playground.mjs puts it into style.css. */
declare module "*.css";
