# Lo que lee la mesa de ayuda: estilo telegrama, el caso primero.

card =
    #{ $code } · { $reason }{ $isNews ->
        [yes] {" "}(novedad)
       *[no] {""}
    }
    { $campus } · { $stepNumber ->
        [0] { $step }
       *[other] Paso { $stepNumber } · { $step }
    } · { $channel }{ $tries ->
        [0] {""}
       *[other] {""}
    Intentos fallidos: { $tries } ({ $lastReason })
    }{ $hasDate ->
        [yes] {""}
    Guardó: { $savedOn } · plazo: { $windowCloses }
       *[other] {""}
    }{ $hasNss ->
        [yes] {""}
    NSS { $nssMasked }
       *[other] {""}
    }{ $hasCurp ->
        [yes] {""}
    CURP { $curpMasked }
       *[other] {""}
    }{ $hasDetail ->
        [yes] {""}
    Dice: { $detail }
       *[other] {""}
    }
    Para contestarle, responde a este mensaje.

card-campus-unknown = Campus sin decir
card-no-step = Antes de empezar
card-follow-up = #{ $code } · El estudiante contesta: { $text }
card-erased = #{ $code } · El estudiante borró sus datos. Caso cerrado.

card-dead-letter = Un mensaje de { $channel } no se pudo leer y quedó apartado. Avisen a quien mantiene el bot: *npm run dead-letters*.

reason-asked-for-person = Pidió una persona
reason-lost-place = Se perdió su avance por una falla nuestra

desk-reply = *Mesa de ayuda:* { $text }
desk-sent = #{ $code } · Enviado al estudiante.
desk-no-case = #{ $code } · No se envió: ese caso ya no existe.
desk-anonymous = No se envió: desactiva el modo anónimo para contestar.
desk-edit = No se envió la edición. Escribe la corrección como respuesta nueva.
desk-only-text = No se envió: por ahora solo paso texto.
desk-group-hint = Para que este grupo sea la mesa de ayuda: HELPDESK_CHAT={ $chat }
