import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hideHealthWords } from '../../src/understanding/health.ts'
import { LONGEST_TEXT } from '../../src/update.ts'
import { loadWords } from '../words.ts'

const spanish = loadWords().languages.get('es')
if (!spanish) throw new Error('no Spanish')
const language = spanish
const hide = (text: string): string => hideHealthWords(language, text)

describe('words about health', () => {
  it.each(
    [
      ['embarazada', 'EMBARAZADA', 'embarasada', 'enbarazada', 'enbarasada', 'embarazadaaa', 'embarazo', 'preñada'],
      ['vih', 'VIH', 'V.I.H.', 'sida', 'SIDA', 'cáncer', 'sifilis', 'herpes', 'gonorrea', 'papiloma', 'tumor'],
      ['depresión', 'depresion', 'depreción', 'deprecion', 'depre', 'deprimida', 'ansiedad', 'anciedad', 'ansiedá'],
      ['anorexia', 'bulimia', 'bipolar', 'esquizofrenia', 'esquisofrenia', 'tdah', 'autismo', 'autista', 'insomnio'],
      ['diabetes', 'diabetis', 'diabético', 'diabétes', 'asma', 'epilepsia', 'epilecia', 'hipertension', 'hipertenso'],
      ['medicina', 'medicinas', 'medisina', 'medicamento', 'medicamentos', 'pastillas', 'pastiyas', 'insulina'],
      ['paracetamol', 'ibuprofeno', 'antibiótico', 'antivioticos', 'sertralina', 'clonazepam', 'vacuna', 'bacuna'],
      ['accidente', 'acidente', 'axidente', 'accidnte', 'fractura', 'fracturé', 'esguince', 'choque', 'atropellaron'],
      ['fiebre', 'fievre', 'calentura', 'vómito', 'vomitando', 'bomitando', 'diarrea', 'mareos', 'náuseas', 'gripa'],
      ['covid', 'COVID19', 'influenza', 'dengue', 'tos', 'dolor', 'migraña', 'sarampión', 'hepatitis', 'neumonía'],
      ['discapacidad', 'discapasidad', 'discapacitado', 'ciego', 'sordera', 'amputación', 'silla de ruedas', 'muletas'],
      ['cirugía', 'sirugia', 'cirujia', 'operaron', 'operación', 'hospitalizada', 'ospitalizado', 'quirófano'],
      ['sangre', 'sangrado', 'zangre', 'sangrando', 'hemorragia', 'emorragia', 'herida', 'quemadura', 'golpe'],
      ['ginecóloga', 'jinecologo', 'psicólogo', 'sicologo', 'psiquiatra', 'siquiatra', 'cardiologo', 'dermatólogo'],
      ['dentista', 'pediatra', 'oncologo', 'nutrióloga', 'traumatologo', 'urologo', 'oftalmólogo', 'neurologo'],
      ['marihuana', 'mariguana', 'cocaína', 'cristal', 'drogas', 'drogadicto', 'adicción', 'alcohólico', 'sobredosis'],
      ['aborto', 'avorto', 'abortar', 'abortó', 'legrado', 'parto', 'cesárea', 'sesarea', 'menstruación', 'colicos'],
      ['suicidio', 'suicida', 'suisidio', 'enfermo', 'enferma', 'emferma', 'enfermedad', 'emfermedad', 'síntomas'],
      ['terapia', 'anticonceptivos', 'condón', 'alergia', 'alerjia', 'leucemia', 'lupus', 'obesidad', 'cirrosis'],
    ].flat(),
  )('%s', (word) => {
    expect(hide(word).replace('.', '')).toBe('···')
    expect(hide(`Hola, ${word}: y mi NSS?`).replace('.', '')).toBe('Hola, ···: y mi NSS?')
  })
})

describe('in a sentence, the rest as it was written', () => {
  it.each([
    ['Estoy EMBARAZADA, me cubre??', 'Estoy ···, me cubre??'],
    ['tengo 3 meses de embarazo y ocupo el seguro', 'tengo 3 ··· y ocupo el seguro'],
    ['estoy embarazada de 5 meses', 'estoy ···'],
    ['me duele la cabeza, cómo entro al CIA', 'me ···, cómo entro al CIA'],
    ['tengo dolor de muelas desde ayer', 'tengo ··· desde ayer'],
    ['padezco epilepsia, me aceptan?', '···, me aceptan?'],
    ['me van a operar de la rodilla el lunes', '··· de la ··· el lunes'],
    ['soy alérgica a la penicilina', 'soy ···'],
    ['me siento muy mal y no abre la página', '··· y no abre la página'],
    ['tengo ansiedad, depresión y TDAH', 'tengo ··· y ···'],
    ['mi mamá tiene cáncer', 'mi mamá tiene ···'],
    ['voy con la psicóloga del IMSS', 'voy con la ··· del IMSS'],
    ['hola, quiero decir que quiero morirme', 'hola, quiero decir que ···'],
    ['me violaron', '···'],
    ['estoy 🤰 y tomo 💊', 'estoy ··· y tomo ···'],
    ['de\u200bpre\u200bsión', '···'],
    ['tengo d3presion', 'tengo ···'],
    ['#embarazada_y_sola', '#···_y_sola'],
    ['tomo\nmedicina\npara la ansiedad\nqué hago', 'tomo\n···\npara la ···\nqué hago'],
  ])('%s → %s', (text, shown) => expect(hide(text)).toBe(shown))
})

describe('sentences about the procedure come out as they went in', () => {
  it.each([
    'ya tengo mi seguro',
    'cómo saco el seguro facultativo?',
    'ya me di de alta en la clínica',
    'cuál es mi médico familiar',
    'tengo derecho a servicio médico',
    'dice que no tengo derecho a servicio medico',
    'me asignaron consultorio 12, turno vespertino',
    'fui al IMSS y no me atendieron',
    'cuando queda lista mi vigencia?',
    'descargué la constancia de vigencia',
    'la unidad de medicina familiar 1 de Obregón',
    'qué clínica me toca (UMF 66)',
    'me marca error al iniciar sesión en el CIA',
    'no me aparece la opción en Autoservicio',
    'mis datos no coinciden con RENAPO',
    'mi nombre está mal en el seguro social',
    'me pide correo y código postal',
    'ya guardé la solicitud el viernes',
    'me salió que mi CURP no es válida',
    'puse mal un dato en la solicitud',
    'sigo sin aparecer, ya pasaron 5 días hábiles',
    'mi papá me tiene en el IMSS por su trabajo',
    'tengo ISSSTE por mi mamá, puedo tener los dos?',
    'renuncié al trabajo en agosto y me dieron de baja',
    'el patrón que sale no es ITSON',
    'estoy vigente pero dice modalidad 32',
    'qué documentos llevo a la clínica?',
    'necesito el carnet y la cartilla',
    'dónde saco una cita con el doctor',
    'soy de nuevo ingreso, ya pagué la inscripción',
    'me urge para mis prácticas profesionales',
    'no he recibido el correo del IMSS con el NSS',
    'el número de seguridad social tiene 11 dígitos',
    'quiero cambiar de clínica porque me mudé a Navojoa',
    'puedo registrar a mi bebé o a mi esposa?',
    'el portal se cayó, no carga la página',
    'tengo choque de horarios con la materia',
    'estudio enfermería en Guaymas',
    'soy de psicología, campus Náinari',
    'no doy permiso para el tratamiento de mis datos',
    'borré el correo por accidente',
    'se parece al otro pero dice operador',
    'necesito la factura del periodo escolar',
    'hay una confusión con mi segundo apellido',
    'estoy esperando el correo',
    'quién me puede ayudar en la mesa de ayuda?',
    'me dice: "El servicio no está disponible"',
    'gracias, buen día!',
  ])('%s', (text) => expect(hide(text)).toBe(text))

  it('and so do our commands and whatever else stands for a choice', () => {
    const touched = [...language.otherWords.values(), ...language.commands.keys()]
      .flat()
      .filter((text) => hide(text) !== text)
    expect(touched).toEqual([])
  })
})

it('what is longer than a message may be is not shown', () => {
  const shown = hide(`${'hola '.repeat(900)}embarazada`)
  expect(shown.length).toBeLessThanOrEqual(LONGEST_TEXT)
  expect(hide(`${'hola '.repeat(800)}embarazada`)).toBe(`${'hola '.repeat(800)}···`)
})

it('never throws, and a hidden word stays hidden in any company', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(typeof hide(text)).toBe('string')
      expect(hide(`${text} embarazada `)).not.toContain('embarazada')
    }),
  )
  for (const text of ['\ud800', '\u202e'.repeat(500), 'z\u0337'.repeat(9000), '·'.repeat(5000)]) hide(text)
})
