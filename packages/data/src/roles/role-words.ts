/**
 * Words of column names by what they speak of and by language: the one place to add a word or a language.
 *
 * Words stand as they are spelt, in lower case; without accents, and with ae for ä and the like, they are the same. `start*` is every word that begins so.
 */
export const roleWords = {
  /** The event that is judged. */
  event: {
    en: 'event events transaction transactions trans trx txn trn tx purchase purchases order orders payment payments transfer transfers auth authorisation authorization authorisations authorizations booking bookings posting postings incident incidents accident accidents loss claim claims click clicks login logins',
    de: 'transaktion transaktionen buchung buchungen umsatz umsätze zahlung zahlungen kauf käufe bestellung vorgang ereignis überweisung autorisierung schaden',
    es: 'transacción transacciones operación operaciones compra compras pago pagos movimiento movimientos transferencia evento autorización siniestro',
    fr: 'transaction opération opérations achat achats paiement paiements mouvement mouvements virement événement autorisation sinistre',
    it: 'transazione transazioni operazione operazioni acquisto acquisti pagamento pagamenti movimento movimenti bonifico evento autorizzazione sinistro',
    pt: 'transação transações operação operações compra compras pagamento pagamentos movimento movimentos transferência evento autorização sinistro',
    nl: 'transactie transacties boeking boekingen betaling betalingen betaal aankoop aankopen verrichting overboeking gebeurtenis autorisatie',
    pl: 'transakcja transakcji transakcje operacja operacji płatność płatności zakup zakupu przelew przelewu zdarzenie zdarzenia szkoda szkody autoryzacja autoryzacji księgowanie księgowania',
  },
  /** A time, or a date. */
  time: {
    en: 'time timestamp datetime date day dt ts when at step unix epoch yyyymmdd dttm tm',
    de: 'datum zeit zeitpunkt zeitstempel uhrzeit tag valuta',
    es: 'fecha hora fechahora momento día',
    fr: 'date heure horodatage jour',
    it: 'data ora orario giorno',
    pt: 'data hora horário datahora dia',
    nl: 'datum tijd tijdstip tijdstempel dag',
    pl: 'data czas godzina dzień moment',
  },
  /** A time of day. */
  clock: {
    en: 'time clock hour tm',
    de: 'uhrzeit zeit uhr stunde',
    es: 'hora horario',
    fr: 'heure horaire',
    it: 'ora orario',
    pt: 'hora horário',
    nl: 'tijd tijdstip uur',
    pl: 'godzina czas',
  },
  /** Of people and contracts, years off the event. */
  never: {
    en: 'birth birthday birthdate dob born expir* expiry exp valid maturity license licence',
    de: 'geburt geburts geburtsdatum geburtstag geboren ablauf ablaufdatum gültig gültigkeit fälligkeit verfall',
    es: 'nacimiento caducidad vencimiento validez',
    fr: 'naissance expiration échéance validité',
    it: 'nascita scadenza validità',
    pt: 'nascimento validade vencimento',
    nl: 'geboorte geboortedatum vervaldatum vervaldag geldig',
    pl: 'urodzenia urodzin ważności ważność wygaśnięcia',
  },
  /** Of something before the event, or of its booking. */
  otherTime: {
    en: 'open* start* since first last prev* join* regist* signup sign creat* account acct bind policy issu* update* modif* load* ingest* process* settle* value val end',
    de: 'eröffnung eröffnungs wert wertstellung wertstellungs valuta abrechnung anlage erstellt erstellung änderung geändert anmeldung registrierung beginn ende erste letzte seit',
    es: 'apertura alta valor contable liquidación creación creada modificación actualización registro inicio fin primera última desde',
    fr: 'ouverture valeur comptable règlement création modification inscription début fin première dernière depuis',
    it: 'apertura valuta contabile regolamento creazione modifica aggiornamento registrazione inizio fine prima ultima dal',
    pt: 'abertura valor contábil contabilística liquidação criação alteração atualização registo registro cadastro início fim primeira última desde',
    nl: 'opening valuta rente verwerking afwikkeling aanmaak wijziging registratie begin einde eerste laatste sinds',
    pl: 'otwarcia waluty rozliczenia utworzenia modyfikacji aktualizacji rejestracji początek koniec pierwsza ostatnia od',
  },
  /** Of what comes after the event, such as its investigation: never its time. */
  afterEvent: {
    en: 'chargeback chargebacks cb dispute disputed report* resol* clos* review* label* investigat* confirm* decision decided disposition detect* refund* notif*',
    de: 'ermittlung ermittlungs melde meldung meldungs gemeldet sperr sperre sperrung gesperrt rückbuchung rückbuchungs rückbelastung rückbelastungs prüf prüfung prüfungs geprüft entscheidung entscheidungs abschluss reklamation reklamations erkennung feststellung bestätigung bestätigt',
    es: 'cierre denuncia reclamación devolución revisión resolución contracargo investigación',
    fr: 'clôture déclaration réclamation contestation remboursement revue décision enquête signalement',
    it: 'chiusura denuncia reclamo contestazione rimborso revisione decisione indagine segnalazione',
    pt: 'fecho denúncia reclamação contestação estorno revisão decisão investigação',
    nl: 'sluiting melding klacht terugboeking beoordeling beslissing onderzoek',
    pl: 'zgłoszenia zamknięcia reklamacja reklamacji zwrot zwrotu decyzja decyzji dochodzenie dochodzenia obciążenie',
  },
  /** Whose behaviour is looked at. */
  entity: {
    en: 'customer client user card account acct cc sender payer nameorig cust member cardholder pan iban policy policyholder insured claimant subscriber payor debtor originator',
    de: 'kunde kunden karte karten konto konten karteninhaber kontoinhaber auftraggeber zahler kto versicherungsnehmer vertrag',
    es: 'cliente tarjeta cuenta titular ordenante pagador cta tarj póliza asegurado socio',
    fr: 'client carte compte porteur titulaire payeur cpt cpte assuré adhérent',
    it: 'cliente carta conto titolare ordinante pagatore cto polizza assicurato intestatario',
    pt: 'cliente cartão conta titular portador pagador ordenante cta cartao apólice segurado',
    nl: 'klant klanten kaart rekening pas rekeninghouder kaarthouder rek polis polisnummer verzekerde',
    pl: 'klient klienta karta karty konto konta rachunek rachunku posiadacz posiadacza nadawca płatnik polisa polisy',
  },
  /** Where the money goes. */
  terminal: {
    en: 'terminal merchant shop store payee recipient namedest beneficiary pos merch mrch mcht vendor acceptor seller creditor',
    de: 'händler geschäft laden empfänger akzeptant begünstigter zahlungsempfänger händlers',
    es: 'comercio comerciante tienda establecimiento beneficiario destinatario estab vendedor',
    fr: 'commerçant commerce marchand magasin boutique bénéficiaire destinataire vendeur commercant',
    it: 'esercente commerciante negozio beneficiario destinatario terminale venditore',
    pt: 'comerciante comércio loja lojista estabelecimento beneficiário destinatário vendedor estab',
    nl: 'winkel winkelier handelaar verkoper begunstigde ontvanger',
    pl: 'sklep sklepu sprzedawca sprzedawcy akceptant odbiorca odbiorcy beneficjent terminal punkt',
  },
  /** Sums of money. */
  amount: {
    en: 'amount amt',
    de: 'betrag summe',
    es: 'importe monto cantidad cuantía',
    fr: 'montant somme',
    it: 'importo ammontare somma',
    pt: 'montante quantia importância',
    nl: 'bedrag som',
    pl: 'kwota kwoty suma',
  },
  /** What is an amount where nothing says so more plainly. */
  perhapsAmount: {
    en: 'value',
    de: 'wert umsatz',
    es: 'valor',
    fr: 'valeur',
    it: 'valore',
    pt: 'valor',
    nl: 'waarde',
    pl: 'wartość',
  },
  /** Fraud, as a label is named. */
  fraud: {
    en: 'fraud frauds fraudulent frd frdind',
    de: 'betrug betrugs betrugsfall betrügerisch betrugsverdacht missbrauch missbrauchs missbrauchsfall missbräuchlich',
    es: 'fraude fraudes fraudulento fraudulenta',
    fr: 'fraude fraudes frauduleux frauduleuse',
    it: 'frode frodi fraudolento fraudolenta',
    pt: 'fraude fraudes fraudulento fraudulenta',
    nl: 'fraude bedrog frauduleus',
    pl: 'oszustwo oszustwa oszukańcza fraud nadużycie wyłudzenie',
  },
  /** A reversed payment, which often stands for fraud. */
  chargeback: {
    en: 'chargeback chargebacks chargedback cb dispute disputed',
    de: 'rückbuchung rückbelastung reklamation',
    es: 'contracargo',
    fr: 'contestation rétrofacturation',
    it: 'contestazione riaddebito',
    pt: 'chargeback estorno contestação',
    nl: 'terugboeking',
    pl: 'reklamacja obciążenie',
  },
  /** How a case ended: a label where the values speak of fraud. */
  caseOutcome: {
    en: 'status disposition resolution decision result finding findings determination outcome verdict',
    de: 'status fallstatus prüfstatus ergebnis prüfergebnis ermittlungsergebnis entscheidung urteil',
    es: 'estado resultado resolución decisión dictamen veredicto',
    fr: 'statut résultat résolution décision verdict',
    it: 'stato risultato risoluzione decisione esito',
    pt: 'estado status resultado resolução decisão veredito',
    nl: 'status resultaat uitkomst beslissing oordeel',
    pl: 'status wynik decyzja rozstrzygnięcie',
  },
  /** Beside how a case ended, these change nothing. */
  besideOutcome: {
    en: 'final case alert review reviewed investigation investigator analyst code cd flag label current',
    de: 'fall prüfung ermittlung code kennzeichen',
    es: 'final caso alerta revisión investigación',
    fr: 'final finale dossier alerte enquête',
    it: 'finale caso indagine',
    pt: 'final caso alerta revisão investigação',
    nl: 'zaak onderzoek',
    pl: 'sprawa sprawy alert końcowy kod',
  },
  /** What may be a label of anything. */
  anyLabel: {
    en: 'class label target flag flg outcome verdict',
    de: 'klasse kennzeichen urteil',
    es: 'clase etiqueta dictamen veredicto',
    fr: 'classe étiquette verdict',
    it: 'classe etichetta esito',
    pt: 'classe etiqueta veredito rótulo',
    nl: 'klasse kenmerk oordeel',
    pl: 'klasa etykieta flaga',
  },
  /** Beside fraud in the name of a label, these change nothing. */
  besideFraud: {
    en: 'is tx transaction flag label bool ind indicator reported found confirmed potential p yn event case',
    de: 'ist kennzeichen fall ja nein bestätigt',
    es: 'es indicador etiqueta confirmado',
    fr: 'est indicateur étiquette avéré confirmée',
    it: 'è indicatore etichetta confermata',
    pt: 'é indicador etiqueta confirmada',
    nl: 'is indicator bevestigd',
    pl: 'czy jest flaga wskaźnik potwierdzone',
  },
  /** Beside fraud in a name, these speak of something else than the label. */
  notLabel: {
    en: 'previous prior past last history count number score risk rate type reason amount probability prob model scenario days since ring team date time',
    de: 'vorherige frühere letzte anzahl risiko wahrscheinlichkeit art grund betrag datum modell quote',
    es: 'previo previos anterior anteriores último número riesgo tasa tipo motivo importe probabilidad fecha modelo',
    fr: 'précédent précédents antérieur antérieurs dernier nombre risque taux type motif montant probabilité date modèle',
    it: 'precedente precedenti ultimo numero rischio tasso tipo motivo importo probabilità data modello',
    pt: 'anterior anteriores último número risco taxa tipo motivo valor probabilidade data modelo',
    nl: 'vorige eerdere laatste aantal risico kans soort reden bedrag datum model',
    pl: 'poprzedni poprzednie liczba ryzyko typ rodzaj powód data prawdopodobieństwo',
  },
  /** What says that a name is one of an id. */
  id: {
    en: 'id ids uuid guid key number num no ref reference index idx hash pk rowid identifier token tokens tok hashed',
    de: 'nummer nr kennung referenz schlüssel',
    es: 'número núm identificador referencia clave núm nro folio',
    fr: 'numéro identifiant référence clé num jeton',
    it: 'numero identificativo riferimento chiave num nr',
    pt: 'número identificador referência chave núm nr',
    nl: 'nummer kenmerk referentie sleutel nr',
    pl: 'numer nr identyfikator referencja klucz token',
  },
  /** Numbers of these are codes without an order. */
  code: {
    en: 'code codes cd mcc sic zip zipcode postcode postal plz bin type category cat channel status branch segment region bank currency product device network',
    de: 'postleitzahl blz kategorie branche kanal filiale währung gerät produkt',
    es: 'código categoría canal sucursal moneda dispositivo producto banco',
    fr: 'catégorie canal agence devise appareil produit banque',
    it: 'codice categoria canale filiale valuta dispositivo prodotto cap',
    pt: 'código categoria canal agência moeda dispositivo produto banco',
    nl: 'categorie kanaal filiaal munt apparaat product',
    pl: 'kod kategoria kanał oddział waluta urządzenie produkt bank',
  },
  /** Names of things, which stand beside the thing. */
  name: { en: 'name', de: 'name', es: 'nombre', fr: 'nom', it: 'nome', pt: 'nome', nl: 'naam', pl: 'nazwa' },
  currency: { en: 'eur euro euros usd dollar gbp chf sek nok dkk pln brl mxn original local' },
  /** Words that say nothing. */
  filler: {
    en: 'the of a total n',
    de: 'der die das des dem von in am',
    es: 'de del la el los las en',
    fr: 'de du des la le les l d en',
    it: 'di del della dell dello il lo la l in',
    pt: 'de do da dos das o a em',
    nl: 'de het van der den een in',
    pl: 'i w z na do',
  },
  /** Values of a label that mean fraud; also what begins or ends with one of fraud. */
  fraudValue: {
    en: 'yes true y scam illicit suspicious malicious attack bad',
    de: 'ja j wahr',
    es: 'sí s verdadero',
    fr: 'oui o vrai',
    it: 'sì s vero',
    pt: 'sim s verdadeiro',
    nl: 'ja waar',
    pl: 'tak prawda t',
  },
  /** Values of a label that mean genuine. */
  genuineValue: {
    en: 'ok okay good legit legitimate licit genuine normal clean benign nonfraud notfraud nofraud approved cleared dismissed unfounded falsepositive falsealarm no false n',
    de: 'nein falsch echt legitim unauffällig unbegründet fehlalarm entwarnung',
    es: 'no falso legítimo legítima lícito genuino',
    fr: 'non faux légitime licite',
    it: 'no falso legittimo legittima lecito regolare',
    pt: 'não falso legítimo legítima lícito',
    nl: 'nee onwaar legitiem echt normaal',
    pl: 'nie fałsz prawidłowa',
  },
  /** Before fraud, these say that there is none. */
  negation: {
    en: 'no not non',
    de: 'kein keine nicht',
    es: 'no sin',
    fr: 'non pas sans',
    it: 'non nessuna senza',
    pt: 'não sem',
    nl: 'geen niet',
    pl: 'nie brak bez',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What words of names speak of. */
export type WordKind = keyof typeof roleWords;
