/**
 * What exporters call the fields that a migration needs, in English, German, French, Spanish, Italian, Portuguese, Dutch and Polish.
 * Folded: lower case, no accents, letters and digits alone. The better name goes first.
 */

export const ROLES = [
  'own id',
  'provider id',
  'full name',
  'first name',
  'middle name',
  'last name',
  'birth date',
  'e-mail',
  'phone',
  'issuing country',
  'nationality',
  'country',
  'status',
  'decided at',
  'face',
] as const;
export type Role = (typeof ROLES)[number];

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const HEADER_WORDS: Readonly<Record<Role, readonly string[]>> = {
  'own id': words(`
    vendordata externaluserid customeruserid externalid externalreference externalref userid customerid clientuserid clientreferenceid
    customerreference customerref userreference userref customernumber customerno accountid accountnumber memberid membernumber
    internalid internaluserid referenceid clientid partneruserid enduserid
    kundennummer kundennr kundenid kundenkennung benutzerid nutzerid mitgliedsnummer kontonummer externeid
    numeroclient numclient idclient clientnumero idutilisateur identifiantclient referenceclient
    numerocliente numcliente idcliente clienteid idusuario codigocliente referenciacliente codicecliente idutente codiceutente
    numerodecliente idutilizador idusuariocliente klantnummer klantid klantnr gebruikersid numerklienta idklienta iduzytkownika
  `),
  'provider id': words(`
    applicantid inquiryid verificationid sessionid checkid scanreference transactionid transactionreference workflowrunid caseid
    providerid kycid journeyid uuid guid id identificationid reference
    antragsnummer antragsid vorgangsnummer vorgangsid vorgang pruefungsid prufungsid pruefnummer verifizierungsid transaktionsid
    transaktionsnummer anbieterid
    iddossier numerodossier idverification identifiantverification idverificacion idexpediente expediente idsolicitud
    idverifica idpratica idverificacao idprocesso verificatieid dossiernummer idweryfikacji numersprawy
  `),
  'full name': words(`
    fullname customername displayname nameofperson personname legalname
    vollername vollstaendigername vollstandigername nomcomplet nometprenom nombrecompleto nombreyapellidos nomecompleto
    nomeecognome volledigenaam imieinazwisko imienazwisko name
  `),
  'first name': words(`
    firstname givenname givennames forename fname namefirst first given
    vorname vornamen rufname prenom prenoms nombre nombres primernombre nome primeironome nomeproprio voornaam voornamen imie imiona
  `),
  'middle name': words(
    'middlename middlenames secondname namemiddle zweitername deuxiemeprenom segundonombre secondonome tussenvoegsel',
  ),
  'last name': words(`
    lastname surname familyname lname namelast last family
    nachname familienname zuname nomdefamille nom apellidos apellido primerapellido cognome apelido sobrenome achternaam nazwisko
  `),
  'birth date': words(`
    dateofbirth birthdate dob birthday birthdt born birth
    geburtsdatum geburtstag gebdatum gebdat geboren geborenam datedenaissance datenaissance neele
    fechadenacimiento fechanacimiento fnacimiento datadinascita datanascita datadenascimento datanascimento dtnascimento
    geboortedatum geborenop dataurodzenia
  `),
  'e-mail': words(`
    email emailaddress mail mailaddress useremail contactemail
    emailadresse mailadresse courriel adresseemail adressemail adresseelectronique correo correoelectronico direccioncorreo
    indirizzoemail postaelettronica enderecoemail emailadres adresemail
  `),
  phone: words(`
    phone phonenumber mobile mobilephone mobilenumber telephone tel cellphone msisdn contactnumber
    telefon telefonnummer handy handynummer mobil mobilnummer rufnummer portable numerodetelephone telefono numerotelefono movil
    celular cellulare telefone telemovel telefoon telefoonnummer gsm numertelefonu telefonkomorkowy
  `),
  'issuing country': words(`
    issuingcountry documentcountry documentissuingcountry issuingstate countryofissue issuedcountry idcountry doccountry
    ausstellungsland ausstellerland ausstellendesland ausweisland paysemission paysdemission paisemision paisdeemision paeserilascio
    paesedirilascio paisemissor paisdeemissao landvanafgifte krajwydania
  `),
  nationality: words(`
    nationality citizenship countryofcitizenship
    staatsangehoerigkeit staatsangehorigkeit staatsburgerschaft staatsbuergerschaft nationalitat nationalitaet nationalite
    nacionalidad nazionalita cittadinanza nacionalidade nationaliteit obywatelstwo narodowosc
  `),
  country: words(`
    countryofresidence residencecountry country countrycode addresscountry
    wohnsitzland wohnland land pays paysderesidence pais paisderesidencia paisresidencia paese nazione paesediresidenza
    paisderesidencia woonland kraj krajzamieszkania
  `),
  status: words(`
    verificationstatus kycstatus reviewanswer reviewresult decision verificationresult checkresult applicantstatus reviewstatus
    result outcome verdict status state finalstatus finalresult
    pruefergebnis prufergebnis pruefungsergebnis prufungsergebnis ergebnis entscheidung pruefstatus prufstatus verifizierungsstatus
    statut resultat resultatverification decisionfinale estado resultado estadoverificacion decisionfinal esito stato risultato
    esitoverifica situacao estadoverificacao statuut resultaat beslissing wynik statusweryfikacji decyzja
  `),
  'decided at': words(`
    decidedat decisiondate decisiontime reviewdate reviewedat completedat verifiedat verificationdate verificationtime checkedat
    finishedat approvedat updatedat lastupdated modifiedat date createdat createddate timestamp
    entschiedenam pruefdatum prufdatum geprueftam gepruftam entscheidungsdatum datum verifiziertam datedecision dateverification dateverdict
    fechadecision fechaverificacion fecha dataverifica dataesito datadecisao dataverificacao datumcontrole datumverificatie
    dataweryfikacji datadecyzji
  `),
  face: words(`
    face faceimage facephoto faceimagefile selfie selfieimage selfiefile selfiephoto portrait livephoto livenessimage photo photofile
    image imagefile picture avatar
    gesicht gesichtsbild lichtbild bild bilddatei foto fotodatei visage photovisage imagevisage cara rostro fotorostro retrato volto
    fotovolto gezicht pasfoto twarz zdjecie zdjecietwarzy
  `),
};

/** Further words for what is private although no part of a user is made of it: nothing of such a field is shown but its form. */
export const PRIVATE_WORDS: readonly string[] = words(`
  address street city town postcode zip postal ip latitude longitude document passport licence license number tin ssn tax iban
  account gender sex place birthplace company employer occupation comment note notes mother father maiden signature
  adresse strasse ort stadt plz hausnummer ausweis pass steuer geschlecht geburtsort beruf bemerkung rue ville codepostal
  commentaire direccion calle ciudad codigopostal documento pasaporte indirizzo citta cap documento endereco rua cidade adres straat
  plaats stad ulica miasto kod
`);

/** A header as the lists spell it; German umlauts are met both as `ae` and as `a`. */
export function foldHeader(header: string): string {
  return header
    .replace(/[łŁ]/g, 'l')
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();
}

/** The words that a header is put together of: `dateOfBirth`, `date_of_birth` and `Date of birth` are `date of birth`. */
export function wordsOfHeader(header: string): string[] {
  return header
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .map(foldHeader)
    .filter(Boolean);
}
