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
    Te guío paso a paso con botones; también puedes escribir el número o la respuesta. En cualquier momento: *menú*, *atrás*, *dónde voy*, *contactos*, *persona*, *mis datos*, *sin avisos* o *borrar*.

    Y si tienes una duda del seguro, pregúntamela así nomás.

bot-thanks = Para eso estamos.

bot-later = Va. Cuando puedas, aquí seguimos.

bot-confused = Va otra vez. Si algo no queda claro, pregúntame o escribe *persona*.

bot-no-way-back = De aquí ya no hay paso anterior. Si quieres, escribe *reiniciar*.

bot-stale = Ese botón ya es de antes.

bot-repair-first = No te entendí bien.
bot-repair-second = Sigo sin entenderte, perdón. Responde con un botón, con su número o escribe *menú*.

bot-after-emergency = Aquí sigo. Lo primero eres tú: si hace falta, llama al *911*.

bot-voice = No puedo oír notas de voz; escríbemelo. Si es una emergencia, llama al *911*.
bot-picture = No abro ni guardo fotos; dime con palabras qué ves. Si es una emergencia, llama al *911*.
bot-document = No abro ni guardo archivos; dime con palabras qué dice. Si es una emergencia, llama al *911*.
bot-sticker = Buen sticker.
bot-other = Eso no lo puedo leer; escríbemelo con palabras. Si es una emergencia, llama al *911*.
bot-edit = Vi que editaste un mensaje. Si cambió tu respuesta, escríbela otra vez.
bot-empty = Llegó vacío. Escríbeme con palabras o con un botón.

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

    Escribe *borrar* y no queda nada.

bot-erased = Listo, borré todo lo tuyo: avance, datos y avisos. Los mensajes que ves aquí son de tu chat; esos bórralos tú. Si vuelves a escribir, empezamos de cero.
bot-not-erased = No borré nada.

bot-lost-place = Tuve una falla y perdí tu avance, perdón. No fue algo que hiciste. Ya le avisé a la mesa de ayuda; dime en qué ibas y seguimos.
bot-numbers-gone = Pasaron 30 días sin que escribieras, así que borré los números que me habías dado.
bot-failed = Se me atoró tu último mensaje y no lo pude leer. Escríbemelo de otra forma o pide *persona*.

bot-flood = Me llegaron demasiados mensajes de golpe y no alcancé a leer los últimos. Mándame *uno* con lo más importante.

bot-passed-on = Se lo pasé a la mesa de ayuda.

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

detour-talk = Lo que escribas ahora le llega a la mesa de ayuda.
    .short = Lo que escribas ahora le llega a la mesa de ayuda.
    .choice-go-on = Seguir con mi trámite

language-es = Español
language-en = English

## Casos

case-opened = Te abrí el caso *{ $code }* con la mesa de ayuda. Te contestan por aquí mismo; lo más seguro es escribirles también a ellos:
case-waiting = Tu caso es el *{ $code }*. Todavía no tengo conectada a la mesa de ayuda, así que escríbeles directo y menciona ese código:
case-updated = Lo agregué a tu caso *{ $code }*.

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
