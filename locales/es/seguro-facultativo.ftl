# Textos del trámite del Seguro Facultativo. Cada pregunta lleva su forma corta (.short), que se usa después de un desvío,
# y un .choice-… por cada respuesta. *negritas* para lo que se teclea o se oprime, `código` para lo que se copia.

title = Seguro Facultativo del IMSS

step-welcome = Para qué sirve
step-prerequisites = Otro seguro
step-curp = CURP
step-nss = NSS
step-request = Solicitud en el CIA
step-waiting = Días de espera
step-vigencia = Vigencia
step-clinic = Clínica y consultorio

## Llegada

arrival-ask =
    Hola, te guío con el Seguro Facultativo del IMSS para estudiantes del ITSON.

    ¿En qué vas?
    .short = ¿En qué vas con tu seguro?
    .choice-not-started = No he empezado
    .choice-saved = Ya guardé la solicitud
    .choice-error = Me marca error
    .choice-had-before = Ya lo tuve antes

arrival-trouble = Vamos a ver dónde se atoró. ¿En qué página te marca el error?
    .short = ¿En qué página te marca el error?
    .choice-nss = La del NSS
    .choice-request = La solicitud del CIA
    .choice-vigencia = La de vigencia
    .choice-clinic = La de la clínica

## 1 · Para qué sirve

welcome-what =
    Yo te digo qué hacer en cada página y te cuento los días. No hago trámites por ti y nunca te pido contraseñas.

    { $hasNotice ->
        [yes] Aviso de privacidad: { $noticeUrl }
       *[no] Qué hago con tus datos: escribe *privacidad*.
    }

welcome-intro =
    Ojo: este seguro es *preventivo*. Si te enfermas antes de tenerlo, no te lo pueden dar de inmediato. Por eso conviene hacerlo hoy:

    • Te cubre si te enfermas
    • Te atienden pronto
    • Te lo piden para el servicio social
    • Y también para las prácticas profesionales

    ¿Empezamos?
    .short = ¿Empezamos con tu trámite?
    .choice-begin = Empezar
    .choice-privacy = ¿Y mis datos?

privacy-notice =
    Aviso de privacidad, versión { $version }.

    { $hasResponsible ->
        [yes] Responsable: { $responsible }.
       *[no] Todavía no está definido quién responde por tus datos; mientras tanto esto funciona como prueba.
    }

    Guardo tu avance y, solo si aceptas, tu CURP, tu NSS y el día en que guardaste la solicitud. Van cifrados y sirven para revisarlos, devolvértelos listos para copiar y avisarte. CURP y NSS se borran al terminar el paso de la clínica o a los 30 días sin que escribas; lo demás, 30 días después de terminar o a los 180 sin que escribas. No se los paso a nadie completos.

    Escribe *mis datos* para verlos o *borrar* para que no quede nada. Telegram o WhatsApp guardan aparte su copia del chat.

    { $hasNotice ->
        [yes] Aviso completo: { $noticeUrl }
       *[no] El aviso completo todavía no está publicado.
    }

## 2 · Otro seguro

prerequisites-ask =
    El Seguro Facultativo es para quien no tiene otro igual o parecido: IMSS por trabajo, por tus papás o tu pareja, ISSSTE, ISSSTESON u otro.

    ¿Tienes alguno?
    .short = ¿Tienes hoy otro seguro médico?
    .choice-none = No tengo otro
    .choice-covered = Sí tengo
    .choice-recent = Lo tuve hasta hace poco
    .choice-unsure = No sé

prerequisites-recent =
    Confirma con esa institución que ya te dieron de baja, porque mientras sigas ahí la solicitud puede no pasar. Entretanto seguimos avanzando.

prerequisites-unsure =
    Pregunta en tu casa si alguien te tiene asegurado, o directamente en esa institución. Si tienes IMSS, lo vas a ver en el paso de la vigencia. Mientras, seguimos.

prerequisites-covered =
    Entonces ya tienes servicio médico, y la guía del ITSON pide no contar con otro seguro igual. No dejes el que tienes por este trámite: si dudas, pregúntale antes a la mesa de ayuda.

    ¿Qué hacemos?
    .short = Dijiste que ya tienes otro seguro. ¿Qué hacemos?
    .choice-mistaken = Me equivoqué, no tengo
    .choice-ended = Ya se me terminó
    .choice-person = Preguntar a una persona
    .choice-leave = Dejarlo así

prerequisites-desk =
    Cuando te contesten, dime cómo quedó.
    .short = ¿Qué te dijeron de tu otro seguro?
    .choice-go-on = Sí puedo hacerlo
    .choice-leave = Me quedo con el mío

## Consentimiento

consent-ask =
    Antes de que me pases un dato tuyo: si aceptas, guardo cifrados tu CURP, tu NSS y tus fechas, solo para revisarlos, devolvértelos listos para copiar y avisarte. Los borras cuando quieras con *borrar*.

    { $hasResponsible ->
        [yes] Responsable: { $responsible }.
       *[no] Todavía no hay un responsable definido para estos datos.
    } Aviso versión { $version }{ $hasNotice ->
        [yes] : { $noticeUrl }
       *[no] .
    }

    ¿Los guardo?
    .short = ¿Guardo tus datos para este trámite?
    .choice-accept = Sí, guárdalos
    .choice-decline = Mejor no

consent-declined =
    Va, no guardo ningún dato. Te guío igual hasta el final; los números y las fechas los llevas tú.

consent-first = Dame un segundo: antes de leer ese número necesito tu permiso.

identifier-not-kept = Como preferiste que no guarde datos, ni leí ni guardé ese número. Úsalo directo en la página.

reminder-needs-consent = Para avisarte tendría que guardar una fecha, y preferiste que no guarde nada. Apúntalo en tu calendario.

## 3 · CURP

curp-capture =
    El IMSS te pide la CURP para darte tu NSS. Son 18 letras y números.

    ¿Me la escribes?
    .short = ¿Me escribes tu CURP?
    .choice-where = ¿Dónde la encuentro?
    .choice-none = No tengo CURP
    .choice-skip = Prefiero no escribirla

curp-where =
    La consultas con tu nombre y tu fecha de nacimiento aquí:
    { $curpUrl }

    Cuando la tengas, escríbemela.

curp-skipped = Está bien, no la escribas. Tenla a la mano, porque te la van a pedir en las páginas del IMSS.

curp-confirm =
    Está bien escrita. Según tu CURP naciste el { $birth } en { curp-state }.

    ¿Eres tú?
    .short = ¿Tu CURP dice tu fecha y tu estado de nacimiento?
    .choice-mine = Sí, soy yo
    .choice-wrong = No, algo está mal

curp-state =
    { $birthState ->
        [AS] Aguascalientes
        [BC] Baja California
        [BS] Baja California Sur
        [CC] Campeche
        [CL] Coahuila
        [CM] Colima
        [CS] Chiapas
        [CH] Chihuahua
        [DF] la Ciudad de México
        [DG] Durango
        [GT] Guanajuato
        [GR] Guerrero
        [HG] Hidalgo
        [JC] Jalisco
        [MC] el Estado de México
        [MN] Michoacán
        [MS] Morelos
        [NT] Nayarit
        [NL] Nuevo León
        [OC] Oaxaca
        [PL] Puebla
        [QT] Querétaro
        [QR] Quintana Roo
        [SP] San Luis Potosí
        [SL] Sinaloa
        [SR] Sonora
        [TC] Tabasco
        [TS] Tamaulipas
        [TL] Tlaxcala
        [VZ] Veracruz
        [YN] Yucatán
        [ZS] Zacatecas
        [NE] el extranjero
       *[other] otro lugar
    }

curp-odd-age =
    La CURP da una edad rara. Fíjate en el penúltimo signo: ¿es un cero o una letra O? Si naciste del 2000 en adelante, ahí va una letra.

curp-repair =
    Creo que se cambió un signo al escribirla: la O por el 0, la I por el 1 o la X por la Ñ. Así sí queda bien escrita:

    `{ $curpCandidate }`

    ¿Es esta?
    .short = ¿Es esta tu CURP? `{ $curpCandidate }`
    .choice-use = Sí, es esa
    .choice-retype = No, la escribo otra vez

curp-insist =
    Otra vez la misma, y su último dígito no cuadra. Puede ser un error de dedo que se repite, o de veras venir así.

    ¿La copiaste tal cual de un documento?
    .short = ¿Copiaste tu CURP tal cual de un documento?
    .choice-copied = Sí, así viene
    .choice-retype = La escribo otra vez

curp-kept-with-doubt = La tomo como me la das. El IMSS la va a verificar: si te la rechaza, revísala en la página de la CURP.

curp-stuck =
    Llevamos tres intentos y no es tu culpa, la CURP es enredada. Una persona de la mesa de ayuda la puede ver contigo.

    ¿Qué prefieres?
    .short = ¿Qué hacemos con tu CURP?
    .choice-person = Que me ayude una persona
    .choice-retype = Intentar otra vez
    .choice-skip = Seguir sin escribirla

curp-none =
    Sin CURP el IMSS no te da NSS, así que eso va primero. Se tramita en el Registro Civil o en un módulo de CURP. Aquí te espero.
    .short = ¿Ya tienes tu CURP?
    .choice-have = Ya la tengo
    .choice-skip = Prefiero no escribirla

curp-alone =
    Ten a la mano tu CURP: son 18 letras y números, y el IMSS la pide para darte tu NSS. La consultas aquí:
    { $curpUrl }

    ¿La tienes?
    .short = ¿Tienes a la mano tu CURP?
    .choice-have = La tengo
    .choice-none = No tengo CURP

curp-bad-length =
    Una CURP lleva 18 letras y números, y ahí veo otra cantidad. Revisa si te faltó o te sobró algo y mándamela completa.
curp-bad-shape =
    Eso no tiene la forma de una CURP: son 4 letras, 6 números de tu fecha, H, M o X, 5 letras y 2 signos al final. Cópiala tal cual y mándamela otra vez.
curp-bad-date =
    La fecha dentro de esa CURP no existe. Son los 6 números después de las primeras 4 letras: año, mes y día. Revísalos y mándamela otra vez.
curp-bad-state =
    Las dos letras del estado no existen; van después de la H, M o X (Sonora es *SR*). Revísalas y mándamela otra vez.
curp-bad-check-digit =
    Se parece, pero el último dígito no cuadra con lo demás, así que algo se cambió al copiar. Compárala letra por letra y mándamela otra vez.
curp-bad-enie =
    La CURP no lleva Ñ: en su lugar va una X. Cámbiala y mándamela otra vez.
curp-bad-nss =
    Ese parece tu NSS, que son 11 números. Ahorita necesito la CURP, que lleva letras y números. En el siguiente paso me pasas el NSS.

correction-curp = Va, cambiamos la CURP y la reviso contra lo demás.

## 4 · NSS

nss-ask =
    Ahora tu Número de Seguridad Social: 11 dígitos que da el IMSS para toda la vida. No es tu ID del ITSON ni el número de tus papás.

    ¿Te lo sabes?
    .short = ¿Te sabes tu NSS?
    .choice-known = Sí lo tengo
    .choice-unknown = No lo sé
    .choice-skip = Prefiero no escribirlo

nss-capture =
    Escríbeme los 11 dígitos, como te salgan: con espacios o guiones está bien.
    .short = ¿Me escribes tu NSS?
    .choice-unknown = No lo sé
    .choice-skip = Prefiero no escribirlo

nss-kept =
    Tu NSS está bien escrito. Si existe y es tuyo, eso solo lo sabe el IMSS.

nss-kept-with-doubt =
    Lo tomo como viene en tu papel. Su último dígito no cuadra, así que el ITSON o el IMSS lo van a verificar.

nss-skipped = Está bien, no lo escribas. Tenlo a la mano para capturarlo tú.

nss-bad-short = A ese número le faltan dígitos: el NSS lleva 11. Cópialo completo de un documento del IMSS y mándamelo.
nss-bad-long = Ese número tiene dígitos de más: el NSS lleva 11. Revisa que no se haya pegado con otro y mándamelo otra vez.
nss-bad-ten = Ese número tiene 10 dígitos, como un teléfono, y el NSS lleva 11. Revisa si te faltó uno al copiarlo y mándamelo otra vez.
nss-bad-letters = Ahí se coló una letra, y el NSS son puros números. Fíjate si una O es un 0 o una I es un 1, y mándamelo otra vez.
nss-bad-repeated = Ese es un número de relleno, no un NSS. Cópialo de un documento del IMSS y mándamelo.
nss-bad-check-digit = Son 11 dígitos, pero el último no cuadra con los demás: casi siempre es un número cambiado al copiar. Compáralo dígito por dígito y mándamelo otra vez.
nss-bad-student-id = Ese empieza con cuatro ceros, como el ID del ITSON. El NSS es otro: 11 dígitos que da el IMSS. Búscalo en un papel del IMSS y mándamelo.
nss-bad-curp = Esa es tu CURP. Aquí va el NSS: 11 números, sin letras.
nss-bad-phone = Ese parece un teléfono. El NSS lleva 11 dígitos y viene en un documento del IMSS. ¿Me lo mandas?

nss-zeros =
    Empieza con cuatro ceros, como el ID del CIA. El NSS viene en un papel del IMSS.

    ¿De dónde lo sacaste?
    .short = ¿De dónde sacaste ese número?
    .choice-from-imss = De un papel del IMSS
    .choice-student-id = Es mi ID del ITSON

nss-not-student-id = Entonces ese no es. El NSS te lo da el IMSS y tiene 11 dígitos.

nss-ten =
    Ese número tiene 10 dígitos y el NSS lleva 11. A veces Excel se come un 0 del principio, y con el 0 queda bien escrito:

    `{ $nssCandidate }`

    ¿Empieza con 0?
    .short = ¿Tu NSS empieza con 0?
    .choice-zero = Sí, empieza con 0
    .choice-retype = No, lo escribo otra vez

nss-repair =
    Ahí había una letra. Si es un número mal leído, así queda bien escrito:

    `{ $nssCandidate }`

    ¿Es ese?
    .short = ¿Es este tu NSS? `{ $nssCandidate }`
    .choice-use = Sí, es ese
    .choice-retype = No, lo escribo otra vez

nss-insist =
    Es el mismo número y su último dígito sigue sin cuadrar.

    ¿Lo copiaste de un papel del IMSS?
    .short = ¿Copiaste tu NSS de un papel del IMSS?
    .choice-copied = Sí, así viene
    .choice-retype = Lo escribo otra vez

nss-year =
    El año que trae este NSS no coincide con el de tu CURP. A veces pasa, y a veces es el número de tu mamá o tu papá.

    ¿Es el tuyo?
    .short = ¿Ese NSS es tuyo o de tus papás?
    .choice-mine = Es mío
    .choice-parents = Es de mi mamá o papá
    .choice-retype = Lo escribo otra vez

nss-not-parents = Entonces ese no sirve para ti: cada quien tiene el suyo. Vamos a buscar el tuyo.

nss-stuck =
    Van tres números que no pasan. No te desesperes: una persona de la mesa de ayuda puede revisarlo contigo.

    ¿Qué prefieres?
    .short = ¿Qué hacemos con tu NSS?
    .choice-person = Que me ayude una persona
    .choice-retype = Intentar otra vez
    .choice-skip = Seguir sin escribirlo

nss-find =
    El IMSS te lo da o te lo recuerda en esta página:
    { $nssUrl }

    Pide tu CURP, tu correo dos veces y unas letras de la imagen. Usa un correo personal que conserves: el IMSS te lo volverá a pedir. El número te llega ahí.

    ¿Cómo te fue?
    .short = ¿Ya tienes tu NSS?
    .choice-got = Ya lo tengo
    .choice-problem = Tengo un problema
    .choice-remind = Recuérdamelo mañana
    .choice-skip = Prefiero no escribirlo

nss-problem =
    Lo que suele pasar:

    • No llega el correo: busca en spam y espera unos minutos
    • Tus datos no coinciden: compara tu CURP con { $curpUrl }
    • La página se traba: ábrela en una ventana privada o a otra hora

    ¿Se arregló?
    .short = ¿Ya pudiste sacar tu NSS?
    .choice-got = Ya lo tengo
    .choice-person = Que me ayude una persona

nss-later =
    Listo, te pregunto el próximo día hábil a las 9. Si lo consigues antes, mándamelo.
    .short = ¿Ya tienes tu NSS?
    .choice-got = Ya lo tengo
    .choice-problem = Tengo un problema

nss-reminded =
    Quedé de preguntarte por tu NSS.

    ¿Ya te llegó?
    .short = ¿Ya te llegó tu NSS?
    .choice-got = Ya lo tengo
    .choice-not-yet = Todavía no
    .choice-problem = Tengo un problema

nss-not-yet = No pasa nada. Aquí está otra vez la página.

nss-desk =
    Cuando tengas tu NSS, seguimos aquí mismo.
    .short = ¿Ya tienes tu NSS?
    .choice-got = Ya lo tengo
    .choice-skip = Prefiero no escribirlo

nss-alone =
    Ahora tu Número de Seguridad Social: 11 dígitos que da el IMSS para toda la vida. No es tu ID del ITSON ni el de tus papás.

    ¿Lo tienes a la mano?
    .short = ¿Tienes a la mano tu NSS?
    .choice-have = Lo tengo
    .choice-unknown = No lo sé

correction-nss = Va, cambiamos el NSS.

correction-after-saving =
    Como ya guardaste la solicitud, el cambio lo tiene que hacer el ITSON. Te abro un caso y detengo los avisos de la espera hasta que lo corrijan.

## 5 · Solicitud en el CIA

request-form =
    Entra al CIA con tu ID y tu contraseña:
    { $ciaUrl }

    Abre *Autoservicio > Seguro Facultativo > Solicitud Seguro Facultativo*. Captura tu NSS (11 dígitos), revisa o captura tu CURP, agrega tu información personal y *guarda*.{ $hasNss ->
        [yes] {""}

    NSS: `{ $nss }`
       *[no] {""}
    }{ $hasCurp ->
        [yes] {""}

    CURP: `{ $curp }`
       *[no] {""}
    }

    ¿Cómo te fue?
    .short = ¿Cómo te fue con la solicitud en el CIA?
    .choice-saved = Ya la guardé
    .choice-error = Me marcó error
    .choice-mistake = Me equivoqué en algo
    .choice-locked-out = No puedo entrar
    .choice-unsure = No sé si se guardó

copy-nss = Copiar NSS
copy-curp = Copiar CURP

request-error =
    Eso lo ve el ITSON. Escríbeme el texto del error tal como sale, sin tu NSS ni tu CURP, y se lo paso a la mesa de ayuda.
    .short = ¿Qué texto te sale en el error?
    .choice-no-option = No me aparece la opción
    .choice-page-down = La página no abre
    .choice-no-text = No trae texto

request-page-down =
    A veces el CIA se satura. Prueba en una ventana privada, con otro navegador o más tarde, y me cuentas.

request-mistake =
    Depende de si ya le diste *Guardar*.

    ¿Ya la habías guardado?
    .short = ¿Ya habías guardado la solicitud con el error?
    .choice-not-saved = Aún no la guardo
    .choice-already-saved = Ya la había guardado

request-not-saved = Entonces no pasa nada: corrígelo ahí mismo antes de guardar. Si el dato mal está aquí, escribe *corregir NSS* o *corregir CURP*.

request-wrong =
    Ya guardada, la corrección la hace el ITSON.

    ¿Qué quedó mal? Puedes escribirlo, sin números.
    .short = ¿Qué quedó mal en la solicitud?
    .choice-nss = El NSS
    .choice-curp = La CURP
    .choice-personal = Otro dato mío

request-locked =
    Tu contraseña no la puedo ver ni recuperar; eso lo resuelve el ITSON. Revisa primero que sea tu ID y no tu correo.

    ¿Pudiste entrar?
    .short = ¿Ya pudiste entrar al CIA?
    .choice-in = Ya entré
    .choice-person = Que me ayude una persona

request-unsure =
    Entra otra vez a *Autoservicio > Seguro Facultativo* y mira si tu solicitud aparece con tus datos. La guía no dice qué mensaje sale al guardar; si sigues con duda, pregúntale a la mesa de ayuda.

    ¿Qué viste?
    .short = ¿Aparece tu solicitud en el CIA?
    .choice-saved = Sí aparece
    .choice-not-saved = No aparece
    .choice-person = Sigo con la duda

request-desk =
    En cuanto quede tu solicitud, dime y seguimos.
    .short = ¿Ya quedó guardada tu solicitud?
    .choice-saved = Ya quedó guardada
    .choice-retry = Lo intento otra vez

## 6 · Espera

waiting-date =
    Muy bien. Desde que se guarda, son de 2 a 5 días hábiles.

    ¿Qué día la guardaste?
    .short = ¿Qué día guardaste la solicitud?
    .choice-today = Hoy
    .choice-yesterday = Ayer
    .choice-other-day = Otro día
    .choice-forgotten = No me acuerdo

waiting-other-day = Escríbeme el día como te salga: *el viernes*, *20 de noviembre* o *20/11*.

waiting-future = Ese día todavía no llega. ¿Qué día fue?

waiting-unclear = No me quedó claro qué día fue. Escríbelo con número, por ejemplo *20 de noviembre*.

waiting-night =
    Como es de madrugada, quiero contar bien los días.

    ¿La guardaste el { $earlier } o ya el { $later }?
    .short = ¿Qué día la guardaste?
    .choice-earlier = El { $earlier }
    .choice-later = El { $later }

waiting-window =
    Vas a aparecer con derecho *aproximadamente* entre el { $windowOpens } y el { $windowCloses }. Sábados, domingos y días festivos no cuentan.

waiting-window-open =
    Ya pasaron los 2 primeros días hábiles, así que puedes revisar. Lo normal es que aparezcas a más tardar el { $windowCloses }.

waiting-window-over =
    Los 5 días hábiles terminaban aproximadamente el { $windowCloses }, así que ya te toca aparecer. Vamos a revisarlo.

waiting-long-ago = De eso ya pasaron los 5 días hábiles de sobra. Vamos a revisar cómo apareces hoy.

waiting-offer =
    ¿Te aviso cuando toque revisar?
    .short = ¿Te aviso cuando toque revisar tu vigencia?
    .choice-yes = Sí, avísame
    .choice-no = Yo reviso

waiting-reminders-on = 🔔 Te pregunto el { $windowOpens } y el { $windowCloses }, a las 9 de la mañana. Para que ya no te avise, escribe *sin avisos*.

waiting-wait =
    Mientras, no tienes que hacer nada. Aquí ando si quieres revisar antes o algo salió mal.
    .short = ¿Ya apareces con derecho al servicio médico?
    .choice-yes = Ya aparezco
    .choice-not-yet = Todavía no aparezco
    .choice-look = Quiero revisar
    .choice-mistake = Puse mal un dato
    .choice-error = Me marcó error

waiting-check =
    🔔 Hoy toca revisar tu vigencia. La consultas aquí:
    { $vigenciaUrl }

    ¿Ya apareces con derecho al servicio médico?
    .short = ¿Ya apareces con derecho al servicio médico?
    .choice-yes = Ya aparezco
    .choice-not-yet = Todavía no
    .choice-error = Me marcó error

waiting-still-normal = Es normal hasta el { $windowCloses }. No tienes que volver a mandar nada.

waiting-alone =
    Cuenta de 2 a 5 días hábiles desde que la guardaste; sábados, domingos y festivos no cuentan.

    ¿Cuánto llevas esperando?
    .short = ¿Cuántos días hábiles llevas?
    .choice-soon = Menos de 2 días
    .choice-within = Entre 2 y 5 días
    .choice-over = Más de 5 días

waiting-come-back = Todavía es pronto. Escríbeme cuando pasen 2 días hábiles y lo revisamos juntos.

## 7 · Vigencia

vigencia-page =
    Pide tu constancia de vigencia aquí:
    { $vigenciaUrl }

    Te pide CURP, NSS, correo y unas letras de la imagen. Usa el mismo correo con el que sacaste tu NSS. Te llega un PDF; no me lo mandes, yo te pregunto qué dice.

    ¿Ya la tienes?
    .short = ¿Ya tienes tu constancia de vigencia?
    .choice-have = Ya la tengo
    .choice-no-mail = No me llega el correo
    .choice-error = Me marcó error
    .choice-later = La reviso después
    .picture = No abro ni guardo fotos o documentos de tu constancia. Mejor dime qué dice: escoge *Ya la tengo* y te pregunto. Si es una emergencia, llama al *911*.
    .document = No abro ni guardo archivos de tu constancia. Mejor dime qué dice: escoge *Ya la tengo* y te pregunto. Si es una emergencia, llama al *911*.

vigencia-mail =
    Busca en spam y espera unos minutos. Tiene que ser el correo que quedó ligado a tu CURP; si usaste el de la escuela, prueba con el personal. Si ya no tienes ese correo, el IMSS lo cambia en su ventanilla.

    ¿Te llegó?
    .short = ¿Ya te llegó el correo del IMSS?
    .choice-have = Ya me llegó
    .choice-person = Que me ayude una persona
    .choice-later = Espero un rato

vigencia-error =
    Escríbeme el texto del error tal como sale, sin tus números, y lo ve una persona. O dime si es uno de estos.
    .short = ¿Qué error te sale en la página de vigencia?
    .choice-page-down = La página no abre
    .choice-mismatch = Mis datos no coinciden
    .choice-no-text = No trae texto

vigencia-page-down = Pasa seguido con esa página. Ábrela de nuevo desde la liga, en ventana privada o a otra hora.

vigencia-mismatch =
    Compara tu CURP y tu NSS letra por letra y usa el mismo correo que diste antes. Si todo está igual y sigue sin coincidir, el dato está mal en el IMSS y se corrige gratis en tu subdelegación, de lunes a viernes de 8:00 a 15:30.

vigencia-right =
    Busca en la constancia la línea del servicio médico.

    ¿Qué dice?
    .short = ¿Qué dice tu constancia del servicio médico?
    .choice-with = Con derecho: SÍ
    .choice-without = Sin derecho: NO
    .choice-unsure = No la encuentro
    .picture = No abro ni guardo fotos de tu constancia. Dime tú qué dice en la línea del servicio médico. Si es una emergencia, llama al *911*.
    .document = No abro ni guardo archivos de tu constancia. Dime tú qué dice en la línea del servicio médico. Si es una emergencia, llama al *911*.

vigencia-where-right = Suele decir *Con derecho al servicio médico* y enseguida SÍ o NO, cerca de tus datos o de tu clínica. Si de plano no aparece, toma que dice NO.

vigencia-employer =
    ¿Quién aparece como último patrón?
    .short = ¿Quién aparece como último patrón?
    .choice-itson = El ITSON
    .choice-current-job = Mi trabajo de ahora
    .choice-former-job = Un trabajo anterior
    .choice-blank = Está en blanco
    .choice-unsure = No sé

vigencia-data =
    Con derecho y con el ITSON: eso queríamos ver. Revisa tu nombre, tu CURP y tu fecha de nacimiento.

    ¿Cómo están tus datos?
    .short = ¿Cómo están tus datos en la constancia?
    .choice-right = Están bien
    .choice-wrong = Hay un dato mal

vigencia-wrong-data =
    Eso se corrige en el IMSS: gratis, en tu subdelegación, de lunes a viernes hábiles de 8:00 a 15:30, con acta, identificación, CURP y comprobante de domicilio. No te quita el seguro.

    ¿Cómo le seguimos?
    .short = ¿Seguimos con la clínica?
    .choice-go-on = Seguir con la clínica
    .choice-person = Que me ayude una persona

vigencia-active = ✅ Ya tienes el Seguro Facultativo. Falta lo último: tu clínica.

vigencia-wait = Aún no apareces, y todavía es normal{ $hasDate ->
        [yes] {" "}hasta el { $windowCloses }
       *[no] {""}
    }. No vuelvas a mandar la solicitud.

vigencia-need-day = Para saber si ya es tarde necesito el día en que la guardaste.

vigencia-nothing =
    Entonces hoy no tienes el seguro activo.

    ¿Ya mandaste una solicitud nueva?
    .short = ¿Ya mandaste una solicitud nueva?
    .choice-begin = No, vamos a hacerla
    .choice-saved = Ya la guardé

vigencia-desk =
    Cuando te contesten o algo cambie, dime.
    .short = ¿Cambió algo con tu vigencia?
    .choice-with-right = Ya aparezco con derecho
    .choice-redo = Repetir la solicitud
    .choice-look = Voy a revisar otra vez

## 8 · Clínica y consultorio

clinic-page =
    Date de alta en tu clínica (UMF) y consultorio. Ten a la mano:

    • CURP{ $hasCurp ->
        [yes] {" "}`{ $curp }`
       *[no] {""}
    }
    • Código postal de donde vives
    • Un correo válido: va a quedar ligado a tu CURP
    • NSS{ $hasNss ->
        [yes] {" "}`{ $nss }`
       *[no] {""}
    }

    { $umfUrl }

    ¿Cómo te fue?
    .short = ¿Ya te diste de alta en tu clínica?
    .choice-done = Ya quedé
    .choice-problem = Tengo un problema
    .choice-remind = Recuérdamelo

clinic-problem =
    Cuéntame qué te sale, sin tus números, y lo ve una persona. O dime si es uno de estos.
    .short = ¿Qué problema te dio el alta en la clínica?
    .choice-not-active = Que no estoy vigente
    .choice-other-clinic = Me toca otra clínica
    .choice-no-text = No trae texto

clinic-not-active = Esa página solo acepta a quien ya está vigente. Vamos a revisar primero la constancia.

clinic-by-postcode = La clínica sale de tu código postal. Revisa que sea el de donde vives; si quieres otra, el cambio es un trámite aparte en el IMSS.

clinic-later =
    Cuando termines, dime y cerramos.
    .short = ¿Ya te diste de alta en tu clínica?
    .choice-done = Ya quedé
    .choice-problem = Tengo un problema

clinic-reminder-on = 🔔 Te pregunto en 3 días hábiles, a las 9 de la mañana.

clinic-reminded =
    🔔 Quedé de preguntarte por tu clínica. La página es esta:
    { $umfUrl }

    ¿Ya te diste de alta?
    .short = ¿Ya te diste de alta en tu clínica?
    .choice-done = Ya quedé
    .choice-not-yet = Todavía no
    .choice-problem = Tengo un problema

clinic-desk =
    Cuando te lo resuelvan, dime cómo quedó.
    .short = ¿Ya quedó tu alta en la clínica?
    .choice-done = Ya quedé
    .choice-retry = Lo intento otra vez

## Final

end-covered =
    ✅ Listo, terminaste. Te cubre consulta, medicinas, hospital y maternidad en el IMSS, solo a ti y sin costo.

    Se acaba si egresas, si te das de baja o si entras a otro seguro, por ejemplo por un trabajo.

end-done =
    Ya borré tu CURP, tu NSS y tus fechas. Si otro día empiezas de nuevo, aquí ando.
    .short = ¿Quieres empezar de nuevo?
    .choice-again = Empezar de nuevo

end-left =
    Va, lo dejamos aquí y sin datos tuyos guardados. Si tu otro seguro se termina, escríbeme.
    .short = ¿Quieres empezar de nuevo?
    .choice-again = Empezar de nuevo

## Contactos (los campus que trae la guía)

campus-nainari = Náinari (Obregón)
campus-navojoa = Navojoa
campus-other = Otro

contacts-nainari =
    Mesa de ayuda de Náinari, de { $opens } a { $closes }{ hours-days }:

    { $whatsappsNainari ->
        [0] { $mailNainari }
        [1] { $mailNainari }
            WhatsApp { $whatsappNainari1 }
       *[other] { $mailNainari }
            WhatsApp { $whatsappNainari1 } o { $whatsappNainari2 }
    }
contacts-navojoa =
    Navojoa, de { $opens } a { $closes }{ hours-days }:

    { $mailNavojoa }
contacts-unknown =
    Estos son los contactos que trae la guía, de { $opens } a { $closes }{ hours-days }:

    Náinari: { $mailNainari }
    Navojoa: { $mailNavojoa }
contacts-other =
    La guía no trae un contacto de tu campus. Estos son los dos que sí trae, de { $opens } a { $closes }{ hours-days }:

    Náinari: { $mailNainari }
    Navojoa: { $mailNavojoa }

hours-days = { $days ->
        [weekdays] , en días hábiles
       *[other] {""}
    }

phones-nainari = El teléfono fijo de Náinari, como viene en la guía: { $phoneNainari }. Trae un dígito de más, así que mejor usa el correo { $mailNainari }{ $whatsappsNainari ->
        [0] {""}
       *[other] {" "}o el WhatsApp { $whatsappNainari1 }
    }.
phones-navojoa = El teléfono fijo de Navojoa, como viene en la guía: { $phoneNavojoa }. Le faltan dígitos, así que mejor usa el correo { $mailNavojoa }.
phones-other = La guía no trae teléfono de tu campus. Los que trae, tal cual: Náinari { $phoneNainari }, Navojoa { $phoneNavojoa }. Parecen mal impresos, así que mejor escribe al correo { $mailNainari }.

## Mis datos

my-data =
    Esto es lo que tengo de tu trámite:

    • Permiso para guardar datos: { $consent ->
        [given] sí, el { $consentOn }, aviso versión { $version }
        [declined] no, el { $consentOn }
       *[other] aún no te lo pregunto
    }
    • CURP: { $hasCurp ->
        [yes] { $curpMasked }
       *[no] no la tengo
    }
    • NSS: { $hasNss ->
        [yes] { $nssMasked }
       *[no] no lo tengo
    }
    • Solicitud guardada: { $hasDate ->
        [yes] el { $savedOn }
       *[no] sin fecha
    }

## Por qué se abrió un caso (para la mesa de ayuda)

reason-other-insurance = Tiene otro seguro
reason-no-curp = No tiene CURP
reason-curp-failed = CURP rechazada 3 veces
reason-nss-failed = NSS rechazado 3 veces
reason-nss-page = Problema en la página del NSS
reason-request-error = Error en la solicitud del CIA
reason-request-no-option = No le aparece la opción en el CIA
reason-request-mistake = Se equivocó en la solicitud guardada
reason-request-wrong-nss = NSS equivocado en la solicitud guardada
reason-request-wrong-curp = CURP equivocada en la solicitud guardada
reason-request-wrong-personal = Dato personal equivocado en la solicitud guardada
reason-request-locked-out = No puede entrar al CIA
reason-request-unsure = No sabe si se guardó la solicitud
reason-not-active-late = Sin vigencia después de 5 días hábiles
reason-vigencia-no-mail = No le llega el correo de la constancia
reason-vigencia-error = Error en la página de vigencia
reason-itson-without-right = Patrón ITSON sin derecho después de 5 días hábiles
reason-covered-by-job = Aparece con un patrón actual
reason-other-employer = Con derecho, pero el patrón es un trabajo anterior
reason-right-without-employer = Con derecho, patrón en blanco
reason-former-job = Sin derecho, patrón anterior, después de 5 días hábiles
reason-no-employer = Sin derecho y sin patrón después de 5 días hábiles
reason-employer-unsure = No sabe leer el patrón de su constancia
reason-data-wrong = Datos mal en la constancia
reason-clinic-problem = Problema en el alta de la clínica


## Cómo termina un caso, y lo que oye el estudiante

outcome-data-corrected = Dato corregido
outcome-active = Ya está vigente
outcome-not-eligible = No le corresponde
outcome-other = Otra cosa
outcome-expired = Sin respuesta

told-data-corrected = Ya quedó corregido tu dato. Toca hacer otra vez la solicitud en el CIA.
told-active = Ya apareces vigente. Sigue darte de alta en tu clínica.
told-not-eligible = Por ahora no te corresponde este seguro, porque ya tienes otro o no cumples con lo que pide.
told-other = Ya puedes seguir donde ibas.
told-step = Sigue por aquí: { $title }.

referral-navojoa = Navojoa

portal-imss-nss = la página del NSS
portal-cia = el CIA
portal-imss-vigencia = la página de vigencia
portal-imss-clinic = la página de la clínica

notice-default = Desde hace rato no abre { $portal }.

try-none = sin motivo
