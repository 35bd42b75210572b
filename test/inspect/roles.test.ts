import { expect, test } from 'vitest';
import { FieldSurvey } from '../../src/inspect/field-survey.js';
import { rolesOf } from '../../src/inspect/roles.js';

const VALUES = {
  id: ['K-1', 'K-2'],
  name: ['Testa', 'Probe'],
  date: ['31.01.1980', '01.02.1980'],
  mail: ['testa@example.com', 'probe@example.com'],
  phone: ['+34600000001', '+34600000002'],
  country: ['DE', 'FR'],
  word: ['passed', 'failed'],
};

function rolesOfHeader(header: Readonly<Record<string, keyof typeof VALUES>>) {
  const fields = Object.entries(header).map(([name, kind]) => {
    const survey = new FieldSurvey(name, name.split('.'));
    for (const [record, value] of VALUES[kind].entries()) survey.add(value, record);
    return survey.facts();
  });
  const roles = [...rolesOf(fields)].flatMap(([role, [best]]) => (best ? [[best.path, role]] : []));
  return Object.fromEntries(roles);
}

test.each([
  [
    'English',
    {
      customer_id: 'id',
      'First Name': 'name',
      lastName: 'name',
      DOB: 'date',
      'E-Mail': 'mail',
      'Phone number': 'phone',
      Status: 'word',
    },
  ],
  [
    'German',
    {
      Kundennummer: 'id',
      Vorname: 'name',
      Nachname: 'name',
      Geburtsdatum: 'date',
      'E-Mail-Adresse': 'mail',
      Handynummer: 'phone',
      Prüfergebnis: 'word',
    },
  ],
  [
    'German without umlauts',
    {
      KundenNr: 'id',
      Vorname: 'name',
      Familienname: 'name',
      GebDatum: 'date',
      Email: 'mail',
      Telefon: 'phone',
      Pruefergebnis: 'word',
    },
  ],
  [
    'French',
    {
      'Numéro client': 'id',
      Prénom: 'name',
      Nom: 'name',
      'Date de naissance': 'date',
      Courriel: 'mail',
      Portable: 'phone',
      Statut: 'word',
    },
  ],
  [
    'Spanish',
    {
      'Número de cliente': 'id',
      Nombre: 'name',
      Apellidos: 'name',
      'Fecha de nacimiento': 'date',
      'Correo electrónico': 'mail',
      Móvil: 'phone',
      Resultado: 'word',
    },
  ],
  [
    'Italian',
    {
      'Codice cliente': 'id',
      Nome: 'name',
      Cognome: 'name',
      'Data di nascita': 'date',
      Email: 'mail',
      Cellulare: 'phone',
      Esito: 'word',
    },
  ],
  [
    'Portuguese',
    {
      'Número de cliente': 'id',
      Nome: 'name',
      Apelido: 'name',
      'Data de nascimento': 'date',
      'E-mail': 'mail',
      Telemóvel: 'phone',
      Situação: 'word',
    },
  ],
  [
    'Dutch',
    {
      Klantnummer: 'id',
      Voornaam: 'name',
      Achternaam: 'name',
      Geboortedatum: 'date',
      'E-mailadres': 'mail',
      Telefoonnummer: 'phone',
      Resultaat: 'word',
    },
  ],
  [
    'Polish',
    {
      'Numer klienta': 'id',
      Imię: 'name',
      Nazwisko: 'name',
      'Data urodzenia': 'date',
      'Adres e-mail': 'mail',
      Telefon: 'phone',
      Wynik: 'word',
    },
  ],
] as const)('%s headers are understood', (_, header) => {
  expect(Object.values(rolesOfHeader(header)).sort()).toEqual(
    ['birth date', 'e-mail', 'first name', 'last name', 'own id', 'phone', 'status'].sort(),
  );
});

test('a name counts together with what it stands in', () => {
  expect(rolesOfHeader({ 'user.id': 'id', 'applicant.id': 'id', 'name.first': 'name', 'review.status': 'word' })).toEqual({
    'user.id': 'own id',
    'applicant.id': 'provider id',
    'name.first': 'first name',
    'review.status': 'status',
  });
});

test('nationality, residence and the country of the document are three things', () => {
  expect(rolesOfHeader({ Staatsangehörigkeit: 'country', Wohnsitzland: 'country', Ausstellungsland: 'country' })).toEqual({
    Staatsangehörigkeit: 'nationality',
    Wohnsitzland: 'country',
    Ausstellungsland: 'issuing country',
  });
});

test('what a field holds forbids some roles, whatever it is called', () => {
  expect(rolesOfHeader({ status: 'mail', name: 'date', born: 'word' })).toEqual({ status: 'e-mail' });
});
