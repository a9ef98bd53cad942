# Las cifras que pide la mesa con /estadisticas y /exportar, y la hoja de `npm run report`. Son cuentas sin nombre; los grupos
# de menos de 5 no llevan número. Nunca "asegurados": solo sabemos lo que cada estudiante dijo.

figures-span-day = { $from }
figures-span-week = del { $from } al { $to }
figures-span-term = { $half ->
        [1] enero a junio de { $year }
       *[2] julio a diciembre de { $year }
    }
figures-made = Hecho el { $day } a las { $time }

figures-funnel = Hasta dónde llegaron
figures-column-reached = llegaron
figures-column-stayed = se quedaron o siguen ahí
figures-started = Empezaron
figures-step = { $number } · { $title }
figures-finished = Terminaron

figures-active = Estudiantes que dijeron aparecer vigentes
figures-active-days = Días hábiles de la solicitud a la vigencia (mediana)
figures-reasons = Por qué se abrieron casos
figures-desk = Mesa de ayuda, en horas de atención
figures-first-answer = Primera respuesta (mediana)
figures-resolution = Hasta resolver (mediana)
figures-first-answer-p90 = Primera respuesta de 9 de cada 10, o menos
figures-resolution-p90 = Hasta resolver 9 de cada 10, o menos
figures-p90 = 9 de cada 10: { $value } o menos
figures-outcomes = Cómo terminaron
figures-solved = ¿Se resolvió?
figures-solved-yes = Sí
figures-solved-no = No
figures-incidents = Fallas de portales
figures-line-outcomes = Cómo terminaron: { $list }
figures-line-solved = ¿Se resolvió? { $list }
figures-line-incidents = Fallas de portales: { $list }
figures-line-others = otros
figures-item = { $name } { $count }

figures-few = <5
figures-others = Otros (menos de 5 cada uno)
figures-rest = Los demás
figures-no-words = { $id } (sin texto)
figures-minutes = { $hours ->
        [0] { $minutes } min
       *[other] { $minutes ->
            [0] { $hours } h
           *[other] { $hours } h { $minutes } min
        }
    }
figures-hours = { $hours } h

figures-empty = Todavía no hay datos de este periodo.
figures-note = Cuentas sin nombre, redondeadas de 5 en 5; menos de 5 no lleva número. Cada barra cuenta a quienes llegaron en el periodo, aunque hayan empezado antes.
figures-unreadable = Las cifras no se pudieron leer y por ahora no se cuenta nada. Avisen a quien mantiene el bot.

figures-picture-caption = Cifras · { $span }
figures-csv-caption = Cifras en CSV · { $span }
figures-csv-period = Periodo
figures-csv-topic = Tema
figures-csv-name = Concepto
figures-csv-count = Cantidad
figures-csv-unit = Unidad
figures-unit-students = estudiantes
figures-unit-cases = casos
figures-unit-incidents = fallas
figures-unit-days = días hábiles
figures-unit-minutes = minutos de atención
figures-unit-hours = horas de atención
