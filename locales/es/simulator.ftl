# La página del simulador. Todo lo que se lee en ella sale de aquí; sin valores variables, porque la página las muestra tal cual.

simulator-title = Afilia · Simulador
simulator-name = Afilia
simulator-subtitle = Simulador del Seguro Facultativo
simulator-student = Estudiante
simulator-new-student = Nuevo estudiante
simulator-copy-test = Copiar como prueba

simulator-tabs = Partes del simulador
simulator-tab-student = Chat
simulator-tab-clock = Reloj
simulator-tab-desk = Mesa
simulator-tab-map = Mapa

simulator-phone-title = Afilia
simulator-phone-subtitle = Seguro Facultativo · ITSON
simulator-phone-log = Conversación con Afilia
simulator-phone-empty = Aquí empieza la conversación. Escribe como lo harías en tu celular.
simulator-phone-hello = hola
simulator-phone-placeholder = Escribe un mensaje
simulator-send = Enviar
simulator-attach = Adjuntar
simulator-attach-voice = Nota de voz
simulator-attach-sticker = Sticker
simulator-attach-picture = Foto
simulator-attach-document = Archivo
simulator-attach-other = Adjunto
simulator-picture-gone = Imagen que ya no se guarda
simulator-choices = Respuestas
simulator-edit = Editar
simulator-remove = Borrar
simulator-editing = Editas tu mensaje
simulator-cancel = Dejarlo como estaba
simulator-edited = editado
simulator-deleted = mensaje borrado
simulator-lost = No se envió

simulator-desk-title = Mesa de ayuda
simulator-desk-subtitle = Grupo con Ana y Luz
simulator-desk-log = Casos y respuestas
simulator-desk-empty = Aún no hay casos. Cuando un estudiante pida una persona, su tarjeta llega aquí.
simulator-desk-hint = Con /ayuda ves lo que puedes pedir.
# Antes del nombre: «Escribe como Ana».
simulator-write-as = Escribe como
simulator-agents = Quién eres en la mesa
simulator-agente-1 = Ana
simulator-agente-2 = Luz
simulator-agent-menu = Más opciones
simulator-agent-closed = No ha abierto el chat con Afilia
simulator-agent-left = Salió del grupo
# Después del nombre: «Ana salió del grupo».
simulator-agent-is-out = salió del grupo
simulator-agent-came-back = volvió al grupo
simulator-rejoin = Volver al grupo
# Antes del nombre: «Solo lo ve Ana».
simulator-only = Solo lo ve
simulator-pinned = Fijado
simulator-quoted = Mensaje
simulator-reply = Contestar
simulator-replying = Contestas a
simulator-cancel-reply = Ya no contestar

simulator-clock-title = Reloj
simulator-clock-minute = +1 min
simulator-clock-hour = +1 h
simulator-clock-day = +1 día hábil
simulator-clock-reminder = Hasta el próximo recordatorio
simulator-clock-next = Sigue:
simulator-clock-none = No hay recordatorios pendientes
simulator-clock-note = Este reloj solo mueve el simulador. Nadie recibe nada de verdad.

simulator-map-title = Mapa del trámite
simulator-map-here = Aquí va
simulator-map-seen = Ya pasó por aquí
simulator-step-arrival = Llegada
simulator-step-consent = Permiso para guardar
simulator-step-end = Fin

simulator-test-title = Conversación como prueba
simulator-test-note = Guárdala en test/transcripts/ con terminación .txt. Trae lo que escribió el estudiante: revísala antes de compartirla.
simulator-copy = Copiar
simulator-copied = Copiado
simulator-close = Cerrar

simulator-offline = Se cortó la conexión. Vuelvo a intentar…
simulator-failed = No se pudo. Intenta otra vez.
