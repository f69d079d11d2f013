# Опрос: предложить, спросить, проверить, сохранить.

## На главном экране
survey-untitled = Опрос
survey-home-after = Пока вы не ушли: { $title }
survey-home-long = { $minutes ->
    [one] Около { $minutes } минуты, без имени
   *[other] Около { $minutes } минут, без имени
}

## До первого вопроса
survey-offer-long = { $minutes ->
    [one] Вопросов не больше { $questions }, около { $minutes } минуты. Остановиться можно в любой момент.
   *[other] Вопросов не больше { $questions }, около { $minutes } минут. Остановиться можно в любой момент.
}
survey-offer-anonymous = Никто не узнает, кто отвечал: ни имени, ни номера, ни снимка. Сохраняются ваши ответы, в каком часу и на каком языке вы отвечали и как пользовались стендом, например с речью или с крупным текстом.
survey-offer-text = Если будете писать, не называйте имён. ИИН, номера телефонов и карт и адреса электронной почты удаляются до того, как ответ сохранится.
survey-offer-partial = { $policy ->
    [send] Если вы уйдёте раньше конца, отправится то, на что вы успели ответить.
   *[discard] Если вы уйдёте раньше конца, ответы будут стёрты.
}
survey-begin = Начать
survey-go-on = Продолжить отвечать
survey-not-now = Не сейчас
survey-phone = На своём телефоне
survey-phone-how = Наведите камеру телефона на код или откройте адрес:
survey-phone-code = Код, который открывает адрес { $address }

## Вопросы
survey-progress = Вопрос { $at } из { $of }
survey-skip = Пропуск
survey-decline = Предпочитаю не отвечать
survey-acknowledge = Понятно
survey-order-right = Порядок верный
survey-open-keyboard = Написать
survey-open-digits = Ввести число
survey-open-for = { $open }: { $question }
survey-typing = Ваш ответ
survey-text-cleaned = Не называйте имён. Номера, по которым можно узнать человека, удаляются.
survey-taken-out = Из текста удалён номер.
survey-unanswered = Без ответа

## Если чего-то не хватает
survey-problem-of = { $question } { $problem }
survey-missing = { $kind ->
    [one] Выберите один ответ.
    [many] Выберите хотя бы один ответ.
    [rank] Расставьте ответы по порядку или подтвердите порядок.
    [whole] Введите целое число.
    [number] Введите число.
    [date] Выберите дату.
    [acknowledge] Подтвердите, что прочли это.
   *[text] Напишите ответ.
} { $decline ->
    [true] Если не хотите отвечать, выберите «Предпочитаю не отвечать».
   *[false] {""}
}
survey-constraint = Такой ответ не подходит. Проверьте и измените его.
survey-not-understood = { $kind ->
    [whole] Введите целое число цифрами, например 12.
    [number] Введите число цифрами, например 2,5.
   *[other] Этот ответ непонятен. Дайте другой.
}
survey-too-long = { $most ->
    [one] Ответ слишком длинный: не больше { $most } знака. Сократите его.
   *[other] Ответ слишком длинный: не больше { $most } знаков. Сократите его.
}

## Проверка
survey-review-title = Проверьте ответы
survey-review-how = Вопросов с ответом: { $answered }. Чтобы изменить ответ, выберите его. Кнопка «Отправить» в самом конце.
survey-send = Отправить

## Уход
survey-leaving-title = Что сделать с ответами?
survey-leaving-so-far = Вопросов с ответом: { $answered }.
survey-leaving-send = Отправить то, что есть
survey-discard = Стереть ответы
survey-idle = { $policy ->
    [send] То, на что вы ответили, будет отправлено.
   *[discard] Ваши ответы будут стёрты.
}

## Если не сохранилось
survey-failed-title = Ответ не сохранён
survey-failed-why = { $why ->
    [full] Диск стенда заполнен. Ничего не отправлено.
    [disk] Диск стенда не работает. Ничего не отправлено.
   *[seal] Опрос настроен неверно. Ничего не отправлено.
}
survey-failed-still-here = Ваши ответы ещё здесь. Можно попробовать снова.
survey-failed-again = Попробовать снова
survey-failed-look = Вернуться к ответам

## Когда сохранилось
survey-receipt-title = Спасибо! Ваш ответ сохранён
survey-receipt-title-partly = Спасибо! То, на что вы ответили, сохранено
survey-receipt-answered = Вопросов с ответом: { $answered }.
survey-receipt-then = Ответ запечатан на этом стенде и сам отправится в центр. У него нет номера: никто не узнает, чей он. Итоги публикуются на стенде, в разделе «Результаты опросов».
survey-receipt-done = Готово

## Для проверяющих
survey-inspectors = Для проверяющих
survey-inspect = Проверить стенд
survey-pin-entry = PIN-код
survey-pin-wrong = PIN-код неверен. Осталось попыток: { $left }.
survey-pin-closed = { $minutes ->
    [one] PIN-код слишком много раз введён неверно. Попробуйте через { $minutes } минуту.
    [few] PIN-код слишком много раз введён неверно. Попробуйте через { $minutes } минуты.
   *[other] PIN-код слишком много раз введён неверно. Попробуйте через { $minutes } минут.
}
