# Lo que Afilia dice en cualquier trámite.

bot-step = *Paso { $number } de { $total } · { $title }*

bot-where = { $stand ->
        [start] Vas empezando.
        [end] Ya terminaste tu trámite.
       *[step] Vas en el paso { $number } de { $total } · { $title }.
    }

bot-greeting = Hola otra vez. { $stand ->
        [start] Vas empezando.
        [end] Ya terminaste tu trámite.
       *[step] Vas en el paso { $number } de { $total } · { $title }.
    }

bot-help =
    Te guío paso a paso: escoge una opción, escribe su número o contesta con tus palabras. En cualquier momento: *menú*, *atrás*, *dónde voy*, *contactos*, *persona*, *mis datos*, *sin avisos* o *borrar*.

    Y si tienes una duda del seguro, pregúntamela así nomás.

bot-thanks = Para eso estamos.

bot-later = Va. Cuando puedas, aquí seguimos.

bot-confused = Va otra vez. Si algo no queda claro, pregúntame o escribe *persona*.

bot-no-way-back = De aquí ya no hay paso anterior. Si quieres, escribe *reiniciar*.

bot-stale = Esa opción ya es de antes.

bot-repair-first = No te entendí bien.
bot-repair-second = Sigo sin entenderte, perdón. Escoge una opción, escribe su número o *menú*.

bot-after-emergency = Aquí sigo. Lo primero eres tú: si hace falta, llama al *911*.

bot-voice = No puedo oír notas de voz; escríbemelo. Si es una emergencia, llama al *911*.
bot-picture = No abro ni guardo fotos; dime con palabras qué ves. Si es una emergencia, llama al *911*.
bot-document = No abro ni guardo archivos; dime con palabras qué dice. Si es una emergencia, llama al *911*.
bot-sticker = Buen sticker.
bot-other = Eso no lo puedo leer; escríbemelo con palabras. Si es una emergencia, llama al *911*.
bot-edit = Vi que editaste un mensaje. Si cambió tu respuesta, escríbela otra vez.
bot-empty = Llegó vacío. Escríbemelo con palabras o escoge una opción.

bot-too-long = Eso está muy largo para leerlo aquí. Dímelo en una o dos frases.

bot-password = No me mandes contraseñas: no la guardé ni la necesito. Por si acaso, cámbiala.
bot-identifier = Ese parece un número tuyo y ahorita no lo necesito, así que no lo guardé. Te lo pido cuando toque.
bot-deleted = Borré tu mensaje del chat para que ese dato no se quede ahí.
bot-delete-it = Borra tú ese mensaje del chat, yo no puedo hacerlo aquí.

bot-reminders-stopped = Listo, ya no te aviso. Puedes revisar cuando quieras.
bot-no-reminders = No tienes avisos pendientes.
bot-one-language = Por ahora solo hablo español.

bot-my-data =
    • Vas en: { $stand ->
        [start] el principio
        [end] el final
       *[step] paso { $number } de { $total } · { $title }
    }
    • Avisos pendientes: { $waitingReminders }
    • Caso con la mesa de ayuda: { $hasCase ->
        [yes] { $code }
       *[no] ninguno
    }
    • ID de ITSON: { $hasStudentId ->
        [yes] guardado
       *[no] no lo has dado
    }

    Escribe *borrar* y no queda nada.

bot-erased = Listo, borré todo lo tuyo: avance, datos y avisos. Los mensajes que ves aquí son de tu chat; esos bórralos tú.{ $hasCase ->
        [yes] {" "}Le pedí a la mesa borrar tu caso; lo que su gente haya escrito aparte no lo alcanzo.
       *[no] {""}
    } Si vuelves a escribir, empezamos de cero.
bot-not-erased = No borré nada.

bot-lost-place = Tuve una falla y perdí tu avance, perdón. No fue algo que hiciste. Ya le avisé a la mesa de ayuda; dime en qué ibas y seguimos.
bot-numbers-gone = Pasaron 30 días sin que escribieras, así que borré los números que me habías dado.
bot-failed = Se me atoró tu último mensaje y no lo pude leer. Escríbemelo de otra forma o pide *persona*.

bot-flood = Me llegaron demasiados mensajes de golpe y no alcancé a leer los últimos. Mándame *uno* con lo más importante.

bot-back = Aquí sigo yo. Tu caso *{ $code }* sigue abierto: si te escriben, te aviso.
bot-solved = Qué bueno. Seguimos.

## Preguntas aparte del trámite

detour-menu = ¿Qué quieres hacer?
    .short = ¿Qué quieres hacer?
    .choice-go-on = Seguir donde voy
    .choice-procedures = Otro trámite
    .choice-where = Dónde voy
    .choice-contacts = Contactos
    .choice-human = Hablar con una persona
    .choice-my-data = Mis datos
    .choice-restart = Empezar de cero
    .choice-erase = Borrar todo

detour-erase =
    Se borra todo lo que tengo tuyo: avance, datos y avisos. No se puede deshacer.

    ¿Lo borro?
    .short = ¿Borro todo lo tuyo?
    .choice-yes = Sí, borra todo
    .choice-no = No, déjalo

detour-restart =
    Volvemos al principio y se pierde lo que llevas.

    ¿Empezamos de cero?
    .short = ¿Empezamos de cero?
    .choice-yes = Sí, desde el principio
    .choice-no = No, sigo donde voy

detour-language = ¿En qué idioma seguimos? / Which language?
    .short = ¿En qué idioma seguimos? / Which language?

detour-procedures = ¿Qué trámite quieres hacer?
    .short = ¿Qué trámite quieres hacer?

detour-person =
    No te estoy entendiendo y no quiero hacerte dar vueltas.

    ¿Te paso con una persona?
    .short = ¿Te paso con una persona?
    .choice-yes = Sí, con una persona
    .choice-no = No, sigo aquí

detour-campus = ¿De qué campus eres?
    .short = ¿De qué campus eres?

detour-case-id =
    ¿Me das tu ID de ITSON? Solo lo ve quien atienda tu caso. Es opcional.
    .short = ¿Cuál es tu ID de ITSON?
    .choice-skip = Prefiero no darlo

detour-case-deadline =
    ¿Tienes una fecha límite, por servicio social o prácticas? Escríbela, por ejemplo *viernes 4*.
    .short = ¿Tienes una fecha límite?
    .choice-none = No tengo fecha

detour-talk = Lo que escribas ahora le llega a la mesa de ayuda.
    .short = Lo que escribas ahora le llega a la mesa de ayuda.
    .choice-go-on = Volver con el bot

detour-picture =
    Antes de pasarlo: revisa que no se vean tu NSS, tu CURP ni contraseñas.

    ¿Ya están tapados?
    .short = ¿Ya están tapados tus datos?
    .choice-yes = Sí, pásalo
    .choice-no = No lo pases

detour-solved = ¿Se resolvió?
    .short = ¿Se resolvió?
    .choice-yes = Sí, quedó
    .choice-no = Sigo igual

language-es = Español
language-en = English

## Casos

case-opened = Te abrí el caso *{ $code }* con la mesa de ayuda. Te contestan por aquí mismo; lo más seguro es escribirles también a ellos:
case-waiting = Tu caso es el *{ $code }*. Todavía no tengo conectada a la mesa de ayuda, así que escríbeles directo y menciona ese código:
case-stands = No te entendí, perdón. Tu caso *{ $code }* sigue abierto con la mesa de ayuda: te contestan por aquí.
case-updated = Lo agregué a tu caso *{ $code }*.
case-reopened = Reabrí tu caso *{ $code }*. La mesa ya lo sabe.
case-too-many = Hoy ya abriste { $count } casos, es el máximo por día. Si urge, escríbeles directo:
case-none = No tienes un caso que reabrir. Si necesitas a alguien, escribe *persona*.
case-deadline = Anoté que lo necesitas para el { $day }. La mesa no puede apurar al IMSS, así que escríbeles hoy al correo con tu código *{ $code }*: queda constancia de que pediste a tiempo.

case-id-nss = Ese tiene forma de NSS y aquí no lo necesito. Tu ID es el número con el que entras al CIA.
case-id-curp = Esa es tu CURP y aquí no la necesito. Tu ID es el número con el que entras al CIA.
case-id-unclear = Ese no parece un ID: son de 4 a 11 números.
case-deadline-past = Esa fecha ya pasó.
case-deadline-unclear = No me quedó claro qué día. Escríbelo como *viernes 4* o *4 de diciembre*.
case-deadline-too-far = Eso es para dentro de más de un año; por ahora no hace falta anotarlo.

ticket-queued = { $place ->
        [0] {""}
        [1] Eres el siguiente en la fila.{" "}
       *[other] Vas en el lugar { $place } de la fila.{" "}
    }{ $open ->
        [yes] La mesa está abierta ahora.
        [later] La mesa abre el { $day } a las { $time }.
        [none] La mesa te contesta por aquí en cuanto pueda.
       *[unknown] La mesa está cerrada ahora: atiende de { $opens } a { $closes } y te contesta por aquí.
    }
ticket-taken = Ya tiene tu caso *{ $code }* una persona de la mesa. Lo que escribas le llega a ella; yo me callo.
ticket-waiting = La mesa espera tu respuesta para seguir con tu caso *{ $code }*.
ticket-waiting-again = La mesa sigue esperando tu respuesta en tu caso *{ $code }*. Si no contestas, se cierra el { $day }.
ticket-referred = Tu caso *{ $code }* pasó a { $place }. La mesa le da seguimiento el { $followUp } y te avisa por aquí. Mientras, aquí sigo yo.
ticket-released = Tu caso *{ $code }* volvió a la fila: lo toma otra persona. Mientras, aquí sigo yo.
ticket-silent = Nadie te ha contestado en tu caso *{ $code }*, y no es culpa tuya. Ya lo subí en la fila. Mientras, aquí sigo yo; si urge, escríbeles al correo.
ticket-lost = Tu caso *{ $code }* ya no está abierto, así que eso no le llegó a nadie. Si todavía lo necesitas, escribe *persona*.
ticket-full = La mesa tiene ahorita más casos de los que puede ver, así que cerré el tuyo, el *{ $code }*. Escríbeles directo al correo; conmigo puedes seguir tu trámite.
ticket-expired = Cerré tu caso *{ $code }* porque no hubo respuesta. Si todavía lo necesitas, escribe *persona*.
told-other = Ya puedes seguir donde ibas.
told-step = Sigue por aquí: { $title }.
outcome-other = Otra cosa
ticket-resolved = *Mesa de ayuda:* tu caso *{ $code }* quedó resuelto.

picture-sent = Listo, ya lo tienen.
picture-not-sent = No lo pasé. Cuando lo tengas tapado, mándalo otra vez.

notice-begun = La mesa confirma: { $portal } no está funcionando. { $text } No es cosa tuya; te aviso cuando ya sirva.
notice-over = { $portal } ya funciona. Puedes seguir.
notice-here = *Aviso de la mesa · { $portal }:* { $text }

## Emergencias: primero el 911 y nada más

emergency =
    Llama al *911* o ve ahora mismo a las urgencias más cercanas, tengas o no seguro. No esperes a este trámite.
emergency-crisis =
    Llama al *911* si estás en peligro. Para hablar con alguien ahora mismo: *800 911 2000*, Línea de la Vida, gratis, las 24 horas. No estás solo ni sola.

## El menú de comandos de Telegram

command-start = Empezar o seguir
    .name = start
command-menu = Ver el menú
    .name = menu
command-back = Volver un paso
    .name = atras
command-where = Dónde voy
    .name = donde
command-contacts = Contactos de la mesa de ayuda
    .name = contactos
command-human = Hablar con una persona
    .name = persona
command-my-data = Ver mis datos
    .name = datos
command-stop-reminders = Ya no me avises
    .name = avisos
command-erase = Borrar todo lo mío
    .name = borrar
command-help = Cómo funciona
    .name = ayuda
