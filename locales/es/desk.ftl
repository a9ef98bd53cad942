# Lo que lee la mesa de ayuda: estilo telegrama, el caso primero. Sin exclamaciones ni disculpas.

## La tarjeta de un caso

card = *#{ $code } · { $reason }*
    { $state }
    { $hasDeadline ->
        [yes] *{ $deadline }*{"\u000A"}
       *[no] {""}
    }{ $body }
    .choice-take = Tomar
    .choice-answer = Responder
    .choice-note = Nota
    .choice-wait = Esperar
    .choice-refer = Derivar
    .choice-resolve = Resolver
    .choice-reveal = Ver datos
    .choice-release = Soltar
    .choice-undo = Deshacer
    .choice-back = ← Regresar
    .choice-write = Escribir
    .choice-stay = Sigue donde va

card-deadline = { $when ->
        [past] Venció el { $day }
        [today] Vence hoy, { $day }
        [tomorrow] Vence mañana, { $day }
       *[later] Vence el { $day }
    }
card-status = { $raised ->
        [yes] Sube en la fila ·{" "}
       *[no] {""}
    }{ $status ->
        [open] Libre desde el { $since }, { $time }
        [taken] Lo tiene { $holder } desde las { $time }
        [waiting] { $holder } espera al estudiante desde el { $since }
        [referred] Derivado a { $place } · { $holder } da seguimiento el { $followUp }
        [resolving] { $holder } lo resolvió: { $outcome }. En un minuto se le avisa al estudiante
        [resolved] Resuelto por { $holder }: { $outcome }
       *[ended] Terminado
    }
card-where = { $number ->
        [0] { $step }
       *[other] Paso { $number } · { $step }
    }{ $days ->
        [0] {""}
        [one] {" "}· desde ayer
       *[other] {" "}· desde hace { $days } días
    }
card-from = { $campus } · { $channel }{ $language ->
        [es] {""}
        [en] {" "}· escribe en inglés
       *[other] {" "}· { $language }
    }
card-tries = Intentos fallidos: { $tries } ({ $why })
card-saved = Guardó la solicitud: { $savedOn } · prometido: a más tardar { $windowCloses }
card-numbers = NSS { $nss } · CURP { $curp }
card-detail = Dice: { $detail }
card-lines = Lo último que escribió:
card-campus-unknown = Campus sin decir
card-no-step = Antes de empezar

channel-telegram = Telegram
channel-whatsapp = WhatsApp
channel-whatsapp-cloud = WhatsApp
channel-web = Simulador
channel-test = Prueba

card-dead-letter = Un mensaje de { $channel } no se pudo leer y quedó apartado. Avisen a quien mantiene el bot: *npm run dead-letters*.

desk-lost =
    Lo que tenía guardado de la mesa se dañó y quedó apartado. { $count ->
        [0] Los casos de antes ya no los conozco
        [one] Sigue 1 caso; los demás ya no los conozco
       *[other] Siguen { $count } casos; si falta alguno, ya no lo conozco
    }: a quien escriba se le dice. Avisen a quien mantiene el bot.

reason-asked-for-person = Pidió una persona
reason-lost-place = Se perdió su avance por una falla nuestra
reason-not-solved = Dice que no se resolvió
reason-from-before = Caso de una versión anterior

day = { $day }

## Lo que hace el estudiante

# Un enlace que no puso el bot.
desk-link = { $link ->
        [yes] {"\u000A"}⚠ Enlace del estudiante
       *[no] {""}
    }
desk-said = #{ $code } · Estudiante: { $text }{ desk-link }
desk-said-edited = #{ $code } · Estudiante (editado): { $text }{ desk-link }
desk-said-deleted = #{ $code } · El estudiante borró este mensaje.
desk-pressed = #{ $code } · Estudiante escogió: { $label }
desk-thing = #{ $code } · Estudiante mandó { $thing }{ $hasCaption ->
        [yes] : { $caption }
       *[no] .
    }{ desk-link }
desk-news = #{ $code } · Novedad: { $reason }{ $hasDetail ->
        [yes] {" "}· Dice: { $detail }
       *[no] {""}
    }
desk-alarm = #{ $code } · EMERGENCIA: el bot ya le dijo que llame al 911. Contesten de inmediato.
desk-returned = #{ $code } · El estudiante volvió con el bot. El caso sigue abierto; lo que le escriban sí le llega.
desk-replaced = #{ $code } · Sigue como #{ $by }: el estudiante empezó otro caso.
desk-reopened = #{ $code } · Reabierto por el estudiante: { $reason }.
desk-solved = #{ $code } · El estudiante confirma que se resolvió.
desk-unreachable = #{ $code } · El estudiante bloqueó al bot: por ahora no le llega nada.
desk-reachable = #{ $code } · El estudiante desbloqueó al bot: ya le llega lo que escriban.
desk-erased = #{ $code } · El estudiante borró sus datos. Caso cerrado.{ $hasLeft ->
        [yes] {" "}Desde aquí no puedo borrar { $left ->
            [one] 1 mensaje (de ustedes o de más de 48 horas): bórrenlo
           *[other] { $left } mensajes (de ustedes o de más de 48 horas): bórrenlos
        } a mano.
       *[no] {""}
    }
desk-erase-by-hand = #{ $code } · No pude borrar el tema del caso: bórrenlo a mano, el estudiante borró sus datos.

thing-voice = una nota de voz
thing-picture = una foto
thing-document = un archivo
thing-sticker = un sticker
thing-other = algo que no se puede leer

desk-not-carried = #{ $code } · { $why }
not-carried-elsewhere = El estudiante mandó un archivo desde otra red y no puedo pasarlo. Pídanle que lo cuente con palabras.
not-carried-other = El estudiante mandó algo que ya no se puede pasar.

## Lo que hace la mesa

desk-reply = *Mesa de ayuda:* { $text }
desk-reply-thing = Mesa de ayuda{ $hasText ->
        [yes] : { $text }
       *[no] {""}
    }
desk-sent = #{ $code } · Enviado al estudiante.
    .choice-withdraw = Retirar (1 min)
desk-sent-all = Enviado a { $count ->
        [one] 1 caso
       *[other] { $count } casos
    }: { $codes }{ $hasLeft ->
        [yes] . No se envió a { $left }: los tiene alguien más o ya terminaron.
       *[no] .
    }
desk-canned = #{ $code } · { $agent } respondió: { $text }
desk-not-delivered-gone = #{ $code } · No se entregó: el estudiante bloqueó al bot.
desk-not-delivered-closed = #{ $code } · No se entregó: el estudiante ya no tiene ese caso (borró sus datos o empezó de nuevo).
desk-not-delivered-refused = #{ $code } · No se entregó: la red rechazó el mensaje.
desk-not-delivered-window = #{ $code } · Ventana cerrada: no salió. El estudiante lleva más de 24 horas sin escribir; cuando escriba, mándalo otra vez.
desk-not-delivered-template = #{ $code } · Ventana cerrada: salió la plantilla, no tu mensaje. Cuando el estudiante escriba, mándalo otra vez.

desk-no-case = #{ $code } · No se envió: ese caso ya no existe.
desk-over = #{ $code } · No se envió: el caso ya terminó.
desk-ending = #{ $code } · No se envió: { $holder } lo resolvió y está por cerrarse. Para seguir, *Deshacer* en la tarjeta.
desk-withdrawn = #{ $code } · Retirado.
desk-not-yours = #{ $code } · No se envió: lo tiene { $holder }. Para una nota, empieza con //
desk-to-colleague = No se envió: contestaste a alguien de la mesa. Para el estudiante, responde a un mensaje del caso o escribe sin responder a nadie.
desk-which-case = No se envió: no sé de qué caso es. Responde a la tarjeta o a un mensaje del caso.
desk-anonymous = No se envió: desactiva el modo anónimo para contestar.
desk-stranger = No se envió: solo contesta quien está en este grupo.
desk-unverified = No se envió: no pude comprobar que estás en el grupo. Intenta otra vez en un minuto.
desk-carried = No se envió: lo reenviado no lo paso. Escríbelo tú.
desk-edit-not-yours = #{ $code } · La edición no se envió: el caso lo tiene { $holder }.
desk-cannot-carry = #{ $code } · No se envió: eso no lo puedo pasar. Texto, foto, archivo o nota de voz sí.

desk-prompt-answer = #{ $code } · Escribe tu respuesta contestando a este mensaje.
desk-prompt-note = #{ $code } · Escribe la nota contestando a este mensaje. El estudiante no la ve.
desk-prompt-all = Escribe una respuesta para { $count } casos contestando a este mensaje: { $codes }
desk-left = #{ $code } · { $name } salió del grupo. El caso vuelve a la fila.

desk-reveal =
    #{ $code } · Solo para ti. Se borra en 2 minutos.
    { $hasNss ->
        [yes] NSS: `{ $nss }`{"\u000A"}
       *[no] {""}
    }{ $hasCurp ->
        [yes] CURP: `{ $curp }`{"\u000A"}
       *[no] {""}
    }{ $hasId ->
        [yes] ID ITSON: `{ $studentId }`
       *[no] {""}
    }
desk-revealed-shown = #{ $code } · { $name } vio los datos completos (en privado, 2 minutos).
desk-revealed-closed = #{ $code } · No te pude escribir en privado. Abre el chat conmigo, mándame un mensaje y vuelve a pedir *Ver datos*.
desk-revealed-nothing = #{ $code } · El estudiante no ha dado NSS, CURP ni ID.

desk-referral =
    #{ $code } · Derivado a { $place }. Correo listo para copiar; agreguen ustedes los datos del estudiante, aquí no van.

    Para: `{ $mail }`
    Asunto: `Caso { $code } · Seguro Facultativo`

    `Buen día: les compartimos el caso { $code }, abierto el { $opened }. Motivo: { $reason }. Se quedó en: { $step }.{ $hasDetail ->
        [yes] {" "}El estudiante dice: { $detail }.
       *[no] {""}
    } Agradecemos su respuesta; damos seguimiento el { $followUp }.`
desk-follow-up = #{ $code } · Hoy toca preguntar qué pasó con lo derivado.
    .many = Hoy toca preguntar qué pasó con lo derivado

desk-target-answer-near = #{ $code } · Nadie ha contestado y se acerca el plazo de primera respuesta.
    .many = Se acerca el plazo de primera respuesta
desk-target-answer-missed = #{ $code } · Pasó el plazo de primera respuesta.
    .many = Pasó el plazo de primera respuesta
desk-target-resolution-near = #{ $code } · Se acerca el plazo para resolver.
    .many = Se acerca el plazo para resolver
desk-target-resolution-missed = #{ $code } · Pasó el plazo para resolver.
    .many = Pasó el plazo para resolver
desk-many = { $what }: { $codes }
desk-silent = #{ $code } · El estudiante lleva demasiado sin respuesta. Ya se le dijo; el caso sube en la fila.
    .many = Llevan demasiado sin respuesta, ya se les dijo
desk-expired = #{ $code } · Cerrado: el estudiante no contestó.
desk-card-refused = #{ $code } · La red no aceptó la tarjeta. Contesten a este mensaje; con /caso ven lo que ha pasado.
desk-lost-here = #{ $code } · La red tomó un mensaje de este caso y no lo entregó aquí. Con *caso { $code }* ven lo que ha pasado.
desk-no-topics = No puedo crear temas en este grupo: háganme administrador con permiso de temas. Mientras, los casos van como mensajes.

## La mañana y los comandos

desk-digest = *Buenos días. { $count ->
        [one] 1 caso pendiente
       *[other] { $count } casos pendientes
    }, { $free } sin tomar*
    { $lines }
desk-alike = { $count } casos iguales: { $reason }. { $codes }
    .choice-all = Responder a todos
desk-line = { $raised ->
        [yes] ▲{" "}
       *[no] {""}
    }{ $title } · { $hasHolder ->
        [no] libre
       *[yes] { $holder }
    }{ $days ->
        [0] {" "}· hoy
        [one] {" "}· ayer
       *[other] {" "}· hace { $days } días
    }{ $hasDeadline ->
        [yes] {" "}· vence el { $deadline }
       *[no] {""}
    }
desk-more = y { $count } más
desk-cases = *{ $count ->
        [0] Nada pendiente
        [one] 1 caso pendiente, { $free } sin tomar
       *[other] { $count } casos pendientes, { $free } sin tomar
    }*
    { $lines }{ $others ->
        [0] {""}
       *[other] {"\u000A"}Además: { $waiting } esperan al estudiante, { $referred } derivados.
    }
desk-pending = *{ $count ->
        [0] No tienes casos
        [one] Tienes 1 caso
       *[other] Tienes { $count } casos
    }*
    { $lines }
desk-history = *#{ $code }* · { $status }
    { $acts }
desk-unknown-code = No encuentro ese caso. Escribe /caso y el código completo, como AB3D-EF4G.
desk-state =
    { $open ->
        [yes] Abierto ahora.
        [none] Sin horario puesto.
       *[no] Cerrado. Abre el { $opens }, { $time }.
    } { $count ->
        [0] Nada pendiente
        [one] 1 caso pendiente, { $free } sin tomar
       *[other] { $count } casos pendientes, { $free } sin tomar
    }.{ $hasNotices ->
        [yes] {"\u000A"}Avisos puestos:{"\u000A"}{ $notices }
       *[no] {""}
    }{ $hasNetworks ->
        [yes] {"\u000A"}Redes:{"\u000A"}{ $networks }
       *[no] {""}
    }
desk-help = *Cómo contestar:* responde a la tarjeta o a un mensaje del caso (o escribe en su tema). Solo le llega lo que escribe quien tiene el caso; si está libre, contestar lo toma. Con // al principio es nota y no sale del grupo. ▲ es quien esperó de más. Sin botones: responde a la tarjeta con el número de la opción, o escribe *tomar* y el código del caso. Los comandos valen también sin la diagonal.

    { $lines }

## Lo que le pasa a una red: qué pasó, qué nota el estudiante, qué hacer

desk-trouble-logged-out = { $channel }: se cerró la sesión del bot y ahí nadie recibe respuesta; avisen a quien mantiene el bot: hay que vincularlo otra vez (en /whatsapp/link o, si es la API oficial, con otro token).
desk-trouble-forbidden = { $channel }: la red ya no deja entrar a este número y ahí nadie recibe respuesta; avisen a quien mantiene el bot y atiendan por otro medio.
desk-trouble-replaced = { $channel }: otro programa usa la misma cuenta, el bot se detuvo y ahí nadie recibe respuesta; avisen a quien mantiene el bot para que cierre el otro.
desk-trouble-damaged = { $channel }: se dañó lo que el bot guarda de su cuenta y ahí nadie recibe respuesta; avisen a quien mantiene el bot: hay que vincular el número otra vez (en /whatsapp/link).
desk-trouble-key-missing = { $channel }: al bot le falta una llave para abrir lo que tiene guardado y ahí nadie recibe respuesta; no se pierde nada ni hay que vincular nada, pero avisen a quien mantiene el bot para que la vuelva a poner.
desk-trouble-restricted = { $channel }: la red limitó al número y solo salen las emergencias, lo demás espera; no escriban desde ese número y avisen a quien mantiene el bot.
desk-trouble-capped = { $channel }: ya salieron los mensajes que caben en un día y los demás esperan a mañana, menos las emergencias; lo urgente, por otro medio.
desk-trouble-template = { $channel }: falta la plantilla aprobada o la red la detuvo, y a quien lleva más de 24 horas sin escribir no le llegan recordatorios; avisen a quien mantiene el bot para que la revise.
desk-trouble-linked = { $channel }: el número está vinculado y el bot contesta; no hay que hacer nada.
desk-trouble-resumed = { $channel }: los mensajes vuelven a salir, también los que esperaban; no hay que hacer nada.
desk-trouble-since = { $text } (desde el { $day }, { $time })

desk-window = { $channel }, ventana cerrada hoy (más de 24 horas sin escribir): { $templates ->
        [0] { $none ->
            [one] 1 mensaje no salió
           *[other] { $none } mensajes no salieron
        }
        [one] 1 mensaje salió como plantilla
       *[other] { $templates } mensajes salieron como plantilla
    }{ $templates ->
        [0] {""}
       *[other] { $none ->
            [0] {""}
            [one] {" "}y 1 no salió
           *[other] {" "}y { $none } no salieron
        }
    }.

desk-unknown-command = No conozco ese comando. Con /ayuda ves todos.
desk-which-period = Escribe día, semana o periodo después del comando.

period-day = día
period-week = semana
period-term = periodo

act-take = lo tomó
act-answer = contestó{ $hasRest ->
        [yes] {" "}({ $rest })
       *[no] {""}
    }
act-wait = espera al estudiante
act-refer = lo derivó a { $rest }
act-release = lo soltó
act-resolve = lo resolvió: { $rest }
act-undo = deshizo
act-reveal = pidió ver datos
act-revealed-shown = vio los datos
act-revealed-closed = no recibió los datos: no ha abierto el chat privado
act-revealed-nothing = no había datos que ver
act-withdraw = retiró una respuesta
act-edit = corrigió una respuesta
act-deleted = borró una respuesta
act-note = nota: { $rest }
act-left = salió del grupo
act-reopen = el estudiante lo reabrió
act-raised = sube en la fila
act-returned = el estudiante volvió con el bot
act-solved = el estudiante dice que se resolvió
act-unsolved = el estudiante dice que no se resolvió
act-unreachable = el estudiante bloqueó al bot
act-reachable = el estudiante desbloqueó al bot
act-follow-up = toca seguimiento
act-not = no se entregó

## Avisos de que un portal no sirve

desk-incident = { $count } estudiantes con error en { $portal } en 15 minutos. ¿Se cayó?
    .choice-yes = Sí, avisar
    .choice-no = No, sí abre
desk-notice =
    Aviso puesto en { $portal }: { $text }
    { $count ->
        [0] Lo ve quien llegue a ese paso.
        [one] Ya se le dijo al estudiante que tuvo el error.
       *[other] Ya se les dijo a los { $count } estudiantes con error.
    }
    .choice-over = Ya funciona
desk-notice-over = Aviso quitado en { $portal }. { $count ->
        [0] Nadie esperaba.
        [one] Se le avisó a 1 estudiante.
       *[other] Se les avisó a { $count } estudiantes.
    }
desk-notice-how =
    Escribe /aviso, el portal y el texto. Para quitarlo: /aviso, el portal y *fin*.
    { $portals }{ $hasNotices ->
        [yes] {"\u000A\u000A"}Puestos ahora:{"\u000A"}{ $notices }
       *[no] {""}
    }
desk-notice-none = { $portal } no tiene aviso puesto.
desk-notice-end = fin

## Lo que aparece un momento al oprimir un botón

toast-taken = Es tuyo.
toast-late = Esa opción ya cambió. { $hasHolder ->
        [no] Usa las de ahora.
       *[yes] Lo tiene { $holder }.
    }
toast-not-yours = Lo tiene { $holder }.
toast-not-now = Eso ya no se puede.
toast-no-case = Ese caso ya no existe.
toast-stale = Esa opción ya no vale.
toast-too-late = Ya pasó el minuto: no se puede retirar.
toast-withdrawn = Retirado, donde la red lo permite.
toast-write = Escribe abajo.
toast-waiting = Esperas al estudiante.
toast-released = Vuelve a la fila.
toast-undone = Deshecho. El estudiante no supo nada.
toast-back = De regreso.
toast-answer = Escoge o escribe.
toast-refer = ¿A dónde?
toast-resolve = ¿Cómo quedó?
toast-steps = ¿En qué paso sigue?
toast-resolving = Se le avisa en un minuto. Puedes deshacer.
toast-referred = Derivado.
toast-sent = Enviando.
toast-reveal = Te los mando en privado.
toast-no-private = No sé cuál es tu chat privado. Abre el chat conmigo y vuelve a intentar.
toast-anonymous = Desactiva el modo anónimo.
toast-stranger = Solo quien está en este grupo.
toast-unverified = No pude comprobar que estás en el grupo. Intenta en un minuto.
toast-carried = Eso no.
toast-incident-yes = Aviso puesto.
toast-incident-no = Bien, no se avisa.
toast-incident-over = Avisando que ya funciona.

## Respuestas hechas: se mandan en el idioma del estudiante

canned-looking = Ya estoy revisando tu caso. En cuanto sepa algo te escribo por aquí.
    .name = Lo estoy revisando
canned-screenshot = ¿Me mandas una foto de lo que te sale? Tapa tu NSS, tu CURP y tus contraseñas antes de mandarla.
    .name = Pedir foto
canned-wait-days = Todavía estás dentro de los días normales de espera. Si pasan los 5 días hábiles y sigues igual, escríbeme por aquí.
    .name = Aún está en plazo
canned-mail = Escríbenos también al correo con tu código de caso, para que quede registrado con fecha de hoy.
    .name = Que mande correo

## El menú de comandos de la mesa

command-desk-cases = Casos pendientes, en orden
    .name = casos
command-desk-case = Qué ha pasado con un caso
    .name = caso
command-desk-pending = Los que tienes tú
    .name = pendientes
command-desk-state = Horario, fila, avisos y redes
    .name = estado
command-desk-notice = Avisar que un portal no sirve
    .name = aviso
command-desk-figures = Cifras, con imagen
    .name = estadisticas
    .also = cifras
command-desk-export = Cifras en un archivo CSV
    .name = exportar
command-desk-help = Cómo se usa
    .name = ayuda

# Lo que la mesa escribe a mano en un chat para que el bot vuelva a contestar ahí; mensajes completos, separados por comas.
desk-resume-words = /bot, bot sigue
desk-group-hint = Para que este grupo sea la mesa de ayuda: HELPDESK_CHAT={ $chat }
