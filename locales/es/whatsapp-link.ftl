# La página donde el personal vincula el número de WhatsApp. Sin valores variables; solo los pasos llevan negritas.

link-language = es-MX
link-title = Vincular WhatsApp · Afilia
link-name = Afilia
link-subtitle = Vincular WhatsApp

link-heading = Vincula el WhatsApp de Afilia
link-step-open = Abre WhatsApp en el teléfono de ese número.
link-step-menu = En Android toca ⋮ y en iPhone, Ajustes. Entra a *Dispositivos vinculados* y toca *Vincular dispositivo*.
link-step-scan = Apunta la cámara a este código. Lo demás pasa solo.
link-step-code = Toca *Vincular con el número de teléfono* y escribe este código.

link-starting = Conectando con WhatsApp…
link-qr-label = Código QR para vincular el teléfono
link-qr-hint = El código se renueva solo.
link-code-hint = Vale unos minutos y solo para ese número.

link-number-title = O con un código
link-number-again = ¿No funcionó? Pide otro código
link-number-hint = Si la cámara no sirve o estás en ese mismo teléfono, escribe su número y te damos ocho letras y números para WhatsApp.
link-number-example = 644 123 4567
link-number-button = Pedir código
link-number-wrong = Revisa el número: diez dígitos, o con la lada del país si no es de México.
link-number-failed = WhatsApp no dio un código. Espera un minuto y pídelo otra vez, o usa el QR.

link-linked-title = Vinculado
link-linked = Afilia ya contesta en este número. Puedes cerrar esta página; no apagues el teléfono por más de dos semanas.
link-since = Desde el

link-standby-title = En espera de la línea
link-standby = Otro proceso de Afilia lleva el WhatsApp, y este entra si aquel se cae. El número se vincula en la página del otro; si un balanceador te trajo aquí, recarga hasta dar con ella. Si acabas de reiniciar, espera unos segundos.

link-stopped-logged-out-title = Se cerró la sesión
link-stopped-logged-out = Alguien desvinculó a Afilia desde el teléfono, o lo hizo WhatsApp. Nadie recibe respuesta hasta que lo vincules otra vez; lo que haga falta mandar se guarda.
link-stopped-forbidden-title = WhatsApp ya no deja entrar a este número
link-stopped-forbidden = Lo más probable es que lo haya bloqueado. Abre WhatsApp en el teléfono: si ahí también está bloqueado, pide la revisión desde la app o vincula otro número.
link-stopped-replaced-title = Otro programa usa este número
link-stopped-replaced = Afilia se detuvo para no pelear por la sesión. Cierra el otro programa y vincula de nuevo.
link-stopped-damaged-title = Se dañó el vínculo
link-stopped-damaged = Lo que Afilia guardaba de esta cuenta ya no se puede abrir. Vincula el número de nuevo, o pide a quien mantiene el bot que restaure un respaldo. Los avances de los estudiantes siguen ahí.
link-stopped-key-missing-title = Falta una llave de los datos
link-stopped-key-missing = No hay que vincular nada. Quien mantiene el bot debe devolver a DATA_KEYS la llave que falta y reiniciar; el registro del bot dice cuál. Mientras tanto nadie recibe respuesta por aquí, pero nada se pierde.
link-relink = Vincular de nuevo
link-relink-failed = No se pudo empezar de nuevo. Inténtalo en un minuto.

link-away = Afilia no responde. Esta página se pone al día en cuanto vuelva.

link-warning-title = Este no es el camino oficial
link-warning = Afilia entra como un WhatsApp Web más, y WhatsApp no permite programas así: puede bloquear el número sin avisar y sin remedio. Usa una línea de la escuela que se pueda perder, nunca tu número personal.
link-official = El camino oficial es la API de WhatsApp Business (en la configuración, WHATSAPP=cloud).

link-refused-title = Falta la llave
link-refused = Abre el enlace completo que Afilia escribe en su terminal al arrancar: trae la llave de esta página.
