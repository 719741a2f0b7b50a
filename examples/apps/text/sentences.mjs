/** Messages to a small hotel, by what they are about. */
const sentences = {
  booking: `I would like to book a room for two nights
Do you have a double room free next weekend
Can I change my reservation to three nights
Please cancel my booking for Saturday
Is there a single room available in May
We want to reserve two rooms for our family
Could you confirm my reservation please
I need a room from Monday to Thursday
Are there any rooms left for the holidays
Please book the same room as last year for us
My booking number does not work on your page
Can we add one more night to our reservation`,
  payment: `Can I pay with a credit card
My card was charged twice for one stay
When will I get my money back
Please send me the invoice for my company
The price on the bill is not the price you promised
Do you take cash or only cards
How much is the deposit and when is it due
I did not get a receipt for my payment
Is breakfast included in the price
Why was I charged for the minibar
Please refund the deposit to my account
The invoice has the wrong address on it`,
  complaint: `The heating in our bathroom is broken
It was very loud all night and we could not sleep
There was hair in the shower and dirty towels
The wifi stopped working again this morning
Nobody answered when we called the desk
The window does not close and it is cold
Our bed was broken and the lamp did not work
The breakfast was cold and the coffee was bad
The lift is broken and we had to carry our bags
The room smelled of smoke and was not clean
The air conditioning is too loud to sleep
We waited an hour and nobody cleaned the room`,
  arrival: `How do we get to you from the airport
Where can I park my car near the hotel
We will arrive late after midnight
What time is check in
Is there a bus from the station to the hotel
Can we leave our bags before check in
Our flight is late so we arrive in the evening
Which tram goes from the centre to you
Is the parking free for guests
Can somebody pick us up at the station
What is the way from the motorway to your car park
May we arrive in the morning and check in early`,
};

export const samples = Object.entries(sentences).flatMap(([topic, text]) =>
  text.split("\n").map((sentence) => ({ sentence, topic })),
);
