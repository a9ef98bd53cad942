# Respuestas a lo que preguntan en cualquier momento; cómo lo preguntan está en seguro-facultativo.phrases.txt.

topic-what =
    Es el servicio médico del IMSS para estudiantes que no tienen otro seguro. No te cuesta y te dura mientras estudias.
topic-cost = No cuesta nada: lo paga el Gobierno Federal.
topic-who =
    Es para quien está inscrito y no tiene otro seguro igual o parecido, sin límite de edad. También si estudias en línea o un posgrado.
topic-not-for =
    No procede si ya tienes otro seguro (por tu trabajo, tus papás o tu pareja), si estás de baja o si ya egresaste.
topic-two-insurances =
    No se pueden tener los dos: la guía pide no contar con otro seguro igual o parecido, como IMSS, ISSSTE o ISSSTESON. No dejes el que tienes por este; si dudas, pregúntale antes a la mesa de ayuda:
    { $mailNainari }
topic-job =
    Si tu patrón te tiene dado de alta, ese seguro va primero y el de estudiante queda sin efecto mientras trabajes ahí.
topic-left-job =
    No des por hecho que regresa solo: revisa tu vigencia. Si no sale el ITSON como último patrón, haz la solicitud o repórtalo.
    { $vigenciaUrl }
topic-get-nss =
    Lo da o lo localiza el IMSS aquí, con tu CURP y un correo personal:
    { $nssUrl }
topic-nss-from-job =
    No saques otro: el NSS es uno solo y es para toda la vida. Localiza el que ya tienes:
    { $nssUrl }
topic-nss-what =
    Es tu Número de Seguridad Social: 11 dígitos que da el IMSS para toda la vida. No es tu ID del ITSON.
topic-nss-ten =
    El NSS tiene 11 dígitos. Si te salen 10, quizá se perdió un 0 del principio: cópialo de un documento del IMSS.
topic-nss-parents = No: cada quien tiene el suyo, y la solicitud lleva el tuyo.
topic-two-nss =
    Eso lo arregla el IMSS en tu subdelegación: juntan los dos en uno o separan el que compartes con otra persona.
topic-nss-forever = No se pierde: el NSS es el mismo para toda la vida y te va a servir en tus trabajos.
topic-where-request =
    En el CIA, con tu ID y tu contraseña:
    { $ciaUrl }

    Abre *Autoservicio > Seguro Facultativo > Solicitud Seguro Facultativo*.
topic-no-option =
    Escríbele a la mesa de ayuda, porque la opción la activa el ITSON:
    { $mailNainari }
topic-cia-password =
    Esa no la puedo recuperar yo; la ve la mesa de ayuda del ITSON. No me la mandes por aquí.
    { $mailNainari }
topic-cia-login =
    Revisa que entres con tu ID y no con tu correo, y prueba en una ventana privada. Si sigue igual, lo ve la mesa de ayuda:
    { $mailNainari }
topic-mistake =
    Si aún no la guardas, corrígela ahí mismo. Si ya la guardaste, la corrección la hace el ITSON: escribe *persona* y te abro un caso.
topic-request-error =
    Copia el texto del error, sin tu NSS ni tu CURP, y escribe *persona*: se lo paso a la mesa de ayuda.
topic-how-long = De 2 a 5 días hábiles desde que guardas la solicitud.
topic-my-dates = { $hasDate ->
        [yes] Con la fecha que me diste, te toca *aproximadamente* entre el { $windowOpens } y el { $windowCloses }.
       *[no] Cuenta de 2 a 5 días hábiles desde que guardaste la solicitud.
    }
topic-personal-info =
    Captura lo que te pida la página, tal como está en tus documentos. La guía no detalla qué campos son; si dudas de uno, pregúntale a la mesa de ayuda:
    { $mailNainari }
topic-weekend = No cuentan: ni sábados, ni domingos, ni días festivos.
topic-five-days-over =
    Si ya pasaron los 5 días hábiles y no apareces, toca reportarlo: escribe *persona* y te abro un caso.
topic-how-know =
    Con la constancia de vigencia: debe decir que tienes derecho al servicio médico y el ITSON como último patrón.
    { $vigenciaUrl }
topic-no-right =
    Si no han pasado 5 días hábiles, espera: es normal. Si ya pasaron, escribe *persona* y te abro un caso.
topic-other-employer =
    Puede ser tu trabajo de ahora o uno anterior. Debe salir el ITSON; si no, escribe *persona* y lo ve la mesa de ayuda.
topic-constancia = Trae tus datos, tu clínica, si tienes derecho al servicio médico y tu último patrón.
topic-mail-missing =
    Busca en spam y espera unos minutos. Tiene que ser el correo que ya está ligado a tu CURP; si no llega, pídelo otra vez.
topic-mail-lost = El IMSS lo cambia: busca en su página la actualización de correo o ve a su ventanilla.
topic-mail-school =
    El IMSS pide un correo personal y te lo vuelve a pedir después, así que mejor uno que vayas a conservar.
topic-mismatch =
    Compara tu CURP y tu NSS letra por letra. Si están bien y sigue igual, el dato está mal en el IMSS y se corrige gratis en tu subdelegación.
topic-fix-data =
    Se corrige en la subdelegación del IMSS: gratis, de lunes a viernes hábiles de 8:00 a 15:30, con acta, identificación, CURP y comprobante de domicilio.
topic-clinic-next =
    Ya vigente, te das de alta en tu clínica en línea con CURP, código postal, correo y NSS:
    { $umfUrl }
topic-which-clinic = La que el IMSS asigne según tu código postal.
topic-postcode =
    El de donde vives y te vas a atender. Si rentas lejos de tu casa, confírmalo con el IMSS, porque de ahí sale tu clínica.
topic-change-clinic = Sí, con un trámite aparte en el IMSS.
topic-umf = Es tu Unidad de Medicina Familiar: la clínica del IMSS que te toca.
topic-bring =
    El alta es en línea. Si vas en persona, lleva identificación, comprobante de domicilio y tu NSS; confirma en tu clínica si piden algo más.
topic-covers = Consulta, medicinas, hospital y maternidad.
topic-pregnant = Sí, incluye maternidad. El cuidado del bebé después de nacer pregúntalo en tu clínica.
topic-family = No, te cubre solo a ti.
topic-illness = Sí, no te rechazan por una enfermedad que ya tengas.
topic-sick-pay = No: es solo servicio médico. No da incapacidad pagada ni cuenta semanas.
topic-holidays = Sí, mientras sigas inscrito.
topic-renew =
    La guía no dice que se renueve. Revisa tu vigencia al empezar el semestre; si no sales, pregúntale a la mesa de ayuda.
    { $mailNainari }
topic-until = Termina cuando dejas de ser estudiante: al egresar o darte de baja.
topic-dropout =
    Con la baja, temporal o definitiva, se pierde. Cuando regreses, revisa tu vigencia y haz la solicitud otra vez si no apareces.
topic-service = Sí: te lo piden para el servicio social y para las prácticas profesionales.
topic-urgent-uninsured =
    En una urgencia no esperes al trámite: llama al *911* o ve a las urgencias más cercanas, tengas o no seguro. El seguro es preventivo y no se da de inmediato.
topic-mandatory =
    Es preventivo y va por tu cuenta, pero sin él no puedes hacer servicio social ni prácticas profesionales.
topic-do-it-for-me = No, el trámite lo haces tú; yo te guío en cada paso. Tampoco te pido contraseñas.
topic-bot-keeps =
    Solo si aceptas: CURP y NSS cifrados, y se borran al terminar el paso de la clínica. Escribe *mis datos* o *borrar* cuando quieras.
topic-guaymas =
    La guía no trae contacto de Guaymas ni de Empalme. Los dos que sí trae:
    { $mailNainari }
    { $mailNavojoa }
topic-hours = De { $opens } a { $closes }{ hours-days } atiende la mesa de ayuda.
topic-are-you-bot = Soy un programa que conoce la guía del ITSON. Si quieres una persona, escribe *persona*.
topic-page-down = Pasa seguido. Ábrela en una ventana privada, con otro navegador o a otra hora.
topic-appointment = Para la solicitud no necesitas cita: todo es en línea.
topic-first-visit = Ya con tu alta, llama o ve a tu clínica para pedir cita con tu médico familiar.
topic-curp-where =
    Aquí, con tu nombre y tu fecha de nacimiento:
    { $curpUrl }
topic-foreigner =
    La guía no lo dice. El IMSS pide CURP, también si naciste en otro país; pregúntale a la mesa de ayuda:
    { $mailNainari }
topic-skip-number = No hace falta que me lo escribas: con tenerlo a la mano puedes seguir.
