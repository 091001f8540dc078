/** Style of the report beyond that of every page: decision and marks, pictures side by side. */
export const reportStyle = `
:root{--yes:#04603f;--yes-bg:#e2f5ec;--no:#8f2b00;--no-bg:#fdeee4}
@media screen and (prefers-color-scheme:dark){:root{--yes:#5fd6a8;--yes-bg:#10291f;--no:#ff9d66;--no-bg:#33190b}}
.decision{border-radius:10px;padding:18px 20px;margin:16px 0;border:2px solid}
.decision strong{font-size:20px;display:block}
.accepted{background:var(--yes-bg);border-color:var(--yes)}.accepted strong{color:var(--yes)}
.refused{background:var(--no-bg);border-color:var(--no)}.refused strong{color:var(--no)}
.yes{color:var(--yes)}.no{color:var(--no)}.mark{font-weight:700;min-width:5.5em}
.slices table{font-size:13px}.slices th,.slices td{padding-right:11px}.slices th{vertical-align:bottom}.slices th.n{white-space:normal}.slices td:first-child{min-width:10em}.slices td:nth-child(2){min-width:12em}
.pictures{display:grid;grid-template-columns:repeat(auto-fit,minmax(430px,1fr));gap:18px;align-items:start}
.pictures .wide{grid-column:1/-1}
@media (max-width:520px){.pictures{grid-template-columns:minmax(0,1fr)}
.gates th:nth-child(2),.gates td:nth-child(2){display:none}
.wide .picture,section>.picture{overflow-x:auto}.wide .picture svg,section>.picture svg{max-width:none;width:600px}}
@media print{.slices table{font-size:10px}.slices th{font-size:10px}.slices th,.slices td{padding-right:6px}
.pictures>div,.decision{break-inside:avoid}
.decision,.mark{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.pictures{grid-template-columns:1fr 1fr;gap:12px}.pictures .wide .picture{max-width:86%}section>.picture{max-width:70%}}
`;
