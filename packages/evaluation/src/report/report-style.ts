/** Style of the report: one column, light and dark by the reader's setting, black on white on paper. */
export const reportStyle = `
:root{color-scheme:light dark;--ink:#1b1f24;--muted:#59636e;--line:#d8dde3;--surface:#fff;--card:#f6f8fa;--yes:#04603f;--yes-bg:#e2f5ec;--no:#8f2b00;--no-bg:#fdeee4}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e8ebef;--muted:#a3adb8;--line:#2c333b;--surface:#14181d;--card:#1b2128;--yes:#5fd6a8;--yes-bg:#10291f;--no:#ff9d66;--no-bg:#33190b}}
*{box-sizing:border-box}
body{margin:0;background:var(--surface);color:var(--ink);font:15px/1.5 system-ui,'DejaVu Sans',Verdana,sans-serif}
main{max-width:980px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:18px;margin:36px 0 10px;border-bottom:1px solid var(--line);padding-bottom:4px}h3{font-size:15px;margin:18px 0 6px}
p{margin:6px 0}.muted{color:var(--muted)}
.decision{border-radius:10px;padding:18px 20px;margin:16px 0;border:2px solid}
.decision strong{font-size:20px;display:block}
.accepted{background:var(--yes-bg);border-color:var(--yes)}.accepted strong{color:var(--yes)}
.refused{background:var(--no-bg);border-color:var(--no)}.refused strong{color:var(--no)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:10px;margin:14px 0}
.figure{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:10px 12px}
.figure b{display:block;font-size:20px;font-weight:600}.figure span{color:var(--muted);font-size:13px}
table{border-collapse:collapse;width:100%;margin:8px 0}
th,td{text-align:left;padding:5px 14px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
th:last-child,td:last-child{padding-right:0}
th{font-weight:600;color:var(--muted);font-size:13px}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.yes{color:var(--yes)}.no{color:var(--no)}.mark{font-weight:700;min-width:5.5em}
.scroll{overflow-x:auto}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(430px,1fr));gap:18px;align-items:start}
.pictures .wide{grid-column:1/-1}
ul{margin:6px 0;padding-left:20px}code{font-size:13px}
@media (max-width:520px){.pictures{grid-template-columns:minmax(0,1fr)}
.gates th:nth-child(2),.gates td:nth-child(2){display:none}
.wide .picture,section>.picture{overflow-x:auto}.wide .picture svg,section>.picture svg{max-width:none;width:600px}}
@page{margin:14mm 13mm}
@media print{body{font-size:11.5px}main{max-width:none;padding:0}h1{font-size:19px}h2{font-size:15px;margin-top:22px}h3{font-size:12.5px}h2,h3{break-after:avoid}
.picture,.pictures>div,.decision,.figures,tr,.figure,li,.short{break-inside:avoid}thead{display:table-header-group}
.decision,.figure,.mark{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.figures{grid-template-columns:repeat(4,1fr);gap:7px}.figure{padding:7px 9px}.figure b{font-size:16px}.figure span{font-size:11px}
.pictures{grid-template-columns:1fr 1fr;gap:12px}.pictures .wide .picture{max-width:86%}section>.picture{max-width:70%}
th{font-size:11px}th,td{padding:3px 8px 3px 0}.scroll{overflow:visible}}
`;
