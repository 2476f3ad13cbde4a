<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CancelledScreen</name>
    <message numerus="yes">
        <source>This screen closes in %n second(s).</source>
        <translation>
            <numerusform>This screen closes in %n second.</numerusform>
            <numerusform>This screen closes in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IdleSheet</name>
    <message numerus="yes">
        <source>This screen starts over in %n second(s).</source>
        <translation>
            <numerusform>This screen starts over in %n second.</numerusform>
            <numerusform>This screen starts over in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PayScreen</name>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlaceRow</name>
    <message numerus="yes">
        <source>%n spot(s) free</source>
        <translation>
            <numerusform>%n spot free</numerusform>
            <numerusform>%n spots free</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>free</source>
        <comment>spots</comment>
        <translation>
            <numerusform>free</numerusform>
            <numerusform>free</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PresetGrid</name>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StaySummary</name>
    <message numerus="yes">
        <source>%n started hour(s)</source>
        <translation>
            <numerusform>%n started hour</numerusform>
            <numerusform>%n started hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n started hour(s) at %1</source>
        <translation>
            <numerusform>%n started hour at %1</numerusform>
            <numerusform>%n started hours at %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TicketScreen</name>
    <message numerus="yes">
        <source>Closes in %n second(s).</source>
        <translation>
            <numerusform>Closes in %n second.</numerusform>
            <numerusform>Closes in %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This screen closes in %n second(s).</source>
        <translation>
            <numerusform>This screen closes in %n second.</numerusform>
            <numerusform>This screen closes in %n seconds.</numerusform>
        </translation>
    </message>
</context>
</TS>
